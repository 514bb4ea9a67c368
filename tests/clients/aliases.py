"""URLs that boto3 presigns for a name that only containers know, fetched from the address that everyone else has."""

import boto3
from botocore.config import Config
from endpoint import BUCKET, URL, client
from endpoint import send as send_exactly

INSIDE = "http://s3mock:9000"


def send(method, url, body=None):
    """Sends this to the endpoint itself, and returns status and body."""
    return send_exactly(method, url.replace(INSIDE, URL), body, {"Content-Type": ""})


def main():
    """Both versions of signatures, for the alias and for a name that is none."""
    client().create_bucket(Bucket=BUCKET)
    key = {"Bucket": BUCKET, "Key": "sp ace/ü+%.txt"}
    for version in ["s3", "s3v4"]:
        inside = boto3.client("s3", endpoint_url=INSIDE, config=Config(signature_version=version))
        assert send("PUT", inside.generate_presigned_url("put_object", key), b"by alias")[0] == 200
        assert send("GET", inside.generate_presigned_url("get_object", key)) == (200, b"by alias")
    other = boto3.client("s3", endpoint_url="http://other:9000", config=Config(signature_version="s3v4"))
    status, body = send("GET", other.generate_presigned_url("get_object", key).replace("http://other:9000", INSIDE))
    assert status == 403 and b"<Code>SignatureDoesNotMatch</Code>" in body, (status, body)


main()
