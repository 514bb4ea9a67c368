"""Presigned URLs as boto3 makes them, by default and with the newer signature, used without any AWS library."""

from botocore.config import Config
from endpoint import BUCKET, client, send


def main():
    """Every method by URL."""
    client().create_bucket(Bucket=BUCKET)
    for config in [None, Config(signature_version="s3v4")]:
        s3 = client(config=config)
        key = {"Bucket": BUCKET, "Key": "sp ace/ü+%.txt"}
        assert send("PUT", s3.generate_presigned_url("put_object", key), b"by URL", {"Content-Type": ""})[0] == 200
        assert s3.get_object(**key)["Body"].read() == b"by URL"
        assert send("GET", s3.generate_presigned_url("get_object", key)) == (200, b"by URL")
        as_text = key | {"ResponseContentType": "text/plain"}
        assert send("GET", s3.generate_presigned_url("get_object", as_text)) == (200, b"by URL")
        assert send("HEAD", s3.generate_presigned_url("head_object", key)) == (200, b"")
        status, body = send("GET", s3.generate_presigned_url("list_objects_v2", {"Bucket": BUCKET}))
        assert status == 200 and b"<KeyCount>1</KeyCount>" in body
        assert send("DELETE", s3.generate_presigned_url("delete_object", key))[0] == 204
        assert send("GET", s3.generate_presigned_url("get_object", key))[0] == 404
        expired = s3.generate_presigned_url("get_object", key, ExpiresIn=-10)
        status, body = send("GET", expired)
        assert status in (400, 403), (status, body)


main()
