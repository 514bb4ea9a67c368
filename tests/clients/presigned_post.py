"""Presigned posts as boto3 makes them, by default and with each signature, posted without any AWS library.

With a third argument "verify" the server knows the keys of the environment and verifies signatures with them.
"""

import base64
import json
import sys
import urllib.error
import urllib.request
import xml.etree.ElementTree

from botocore.config import Config
from endpoint import BUCKET, client

VERIFY = "verify" in sys.argv[3:]


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *_):
        return None


def post(form, content=b"content", name="file.txt", change=None):
    """Posts a form as a browser does, and returns status, headers and body."""
    boundary = b"----WebKitFormBoundary7MA4YWxkTrZu0gW"
    body = b""
    for field, value in (form["fields"] | (change or {})).items():
        if value is not None:
            body += b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (
                boundary,
                field.encode(),
                value.encode(),
            )
    body += b'--%s\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n' % (boundary, name.encode())
    body += b"Content-Type: text/plain\r\n\r\n%s\r\n--%s--\r\n" % (content, boundary)
    headers = {"Content-Type": "multipart/form-data; boundary=" + boundary.decode()}
    request = urllib.request.Request(form["url"], method="POST", data=body, headers=headers)
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=30) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def refused(status, code, form, **arguments):
    """Asserts that a form is refused so, and returns the error's elements."""
    found, _, body = post(form, **arguments)
    error = {e.tag: e.text for e in xml.etree.ElementTree.fromstring(body)}
    assert (found, error["Code"]) == (status, code), (found, error)
    return error


def forms(s3, v2):
    """Every kind of condition, taken and refused."""
    form = s3.generate_presigned_post(BUCKET, "plain")
    status, headers, body = post(form)
    assert (status, body, headers["Content-Type"]) == (204, b"", None)
    stored = s3.get_object(Bucket=BUCKET, Key="plain")
    assert stored["Body"].read() == b"content" and stored["ETag"] == headers["ETag"]

    fields = {
        "acl": "bucket-owner-full-control",
        "Content-Type": "text/css",
        "success_action_status": "201",
        "x-amz-meta-tag": "ÄMÄZÕÑ",
        "tagging": "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>",
    }
    conditions = [
        {"acl": "bucket-owner-full-control"},
        ["starts-with", "$Content-Type", "text/"],
        ["eq", "$success_action_status", "201"],
        ["starts-with", "$x-amz-meta-tag", ""],
        {"tagging": fields["tagging"]},
        ["content-length-range", 1, 10],
    ]
    form = s3.generate_presigned_post(BUCKET, "in/${filename}", Fields=dict(fields), Conditions=list(conditions))
    status, headers, body = post(form, name="日本 語.css")
    assert status == 201, body
    document = {e.tag: e.text for e in xml.etree.ElementTree.fromstring(body)}
    assert document["Key"] == "in/日本 語.css" and document["Location"] == headers["Location"]
    stored = s3.head_object(Bucket=BUCKET, Key="in/日本 語.css")
    assert (stored["ContentType"], stored["TagCount"]) == ("text/css", 1), stored

    failed = refused(403, "AccessDenied", form, change={"Content-Type": "image/png"})
    expected = 'Invalid according to Policy: Policy Condition failed: ["starts-with", "$Content-Type", "text/"]'
    assert failed["Message"] == expected, failed
    large = refused(400, "EntityTooLarge", form, content=b"x" * 11)
    assert (large["ProposedSize"], large["MaxSizeAllowed"]) == ("11", "10"), large
    assert refused(400, "EntityTooSmall", form, content=b"")["MinSizeAllowed"] == "1"
    extra = refused(403, "AccessDenied", form, change={"x-amz-meta-more": "x"})
    assert extra["Message"] == "Invalid according to Policy: Extra input fields: x-amz-meta-more", extra
    refused(400, "InvalidArgument", form, change={"key": None})
    expired = s3.generate_presigned_post(BUCKET, "plain", ExpiresIn=-10)
    assert refused(403, "AccessDenied", expired)["Message"] == "Invalid according to Policy: Policy expired."

    redirect = "http://localhost.test/done?a=b"
    form = s3.generate_presigned_post(
        BUCKET, "plain", Fields={"success_action_redirect": redirect}, Conditions=[{"success_action_redirect": redirect}]
    )
    status, headers, _ = post(form)
    assert status == 303 and headers["Location"].startswith(redirect + "&bucket=" + BUCKET + "&key=plain&etag=%22")

    signature = "signature" if v2 else "x-amz-signature"
    missing = refused(400, "InvalidArgument", form, change={signature: None})
    assert missing["ArgumentName"] == ("Signature" if v2 else "X-Amz-Signature"), missing
    if VERIFY:
        policy = json.loads(base64.b64decode(form["fields"]["policy"]))
        policy["conditions"] = [["starts-with", "$key", ""]]
        forged = base64.b64encode(json.dumps(policy).encode()).decode()
        wrong = refused(403, "SignatureDoesNotMatch", form, change={"policy": forged})
        assert wrong["StringToSign"] == forged and wrong["SignatureProvided"] == form["fields"][signature], wrong
        stranger = client(aws_access_key_id="stranger", aws_secret_access_key="secret", config=s3.meta.config)
        unknown = refused(403, "InvalidAccessKeyId", stranger.generate_presigned_post(BUCKET, "plain"))
        assert unknown["AWSAccessKeyId"] == "stranger", unknown


def main():
    """Both signatures, and boto3's default."""
    client().create_bucket(Bucket=BUCKET)
    forms(client(), v2=True)
    forms(client(config=Config(signature_version="s3")), v2=True)
    forms(client(config=Config(signature_version="s3v4")), v2=False)


main()
