"""HTTPS with boto3 and the aws CLI, which verify the certificate by AWS_CA_BUNDLE."""

import os
import subprocess
import urllib.parse
import urllib.request

import boto3
import botocore.exceptions
from endpoint import BUCKET, URL, client

plain = urllib.parse.urlsplit(URL)._replace(scheme="http").geturl()
with open("ca.pem", "wb") as file:
    file.write(urllib.request.urlopen(f"{plain}/_sandpail/ca.pem").read())

try:
    client().list_buckets()
except botocore.exceptions.SSLError:
    pass
else:
    raise AssertionError("a certificate that nobody trusts was taken")

os.environ["AWS_CA_BUNDLE"] = os.path.abspath("ca.pem")
port = urllib.parse.urlsplit(URL).port
for url in [URL, f"https://localhost:{port}"]:
    s3 = boto3.client("s3", endpoint_url=url)
    if url == URL:
        s3.create_bucket(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key="k", Body=b"text")
    assert s3.get_object(Bucket=BUCKET, Key="k")["Body"].read() == b"text"
    signed = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "k"})
    assert signed.startswith(url)

listed = subprocess.run(["aws", "--endpoint-url", URL, "s3", "ls", f"s3://{BUCKET}"], capture_output=True, text=True)
assert listed.returncode == 0 and listed.stdout.endswith(" k\n"), listed
key = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "0" * 32}
s3.put_object(Bucket=BUCKET, Key="c", Body=b"text", **key)
assert s3.get_object(Bucket=BUCKET, Key="c", **key)["Body"].read() == b"text"
