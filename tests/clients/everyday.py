"""What programs do with boto3 every day, through its client, its resources and its transfers."""

import io

import boto3
from endpoint import BUCKET, URL, client, refused

s3 = client()


def objects():
    """Objects, their headers and their ways of being deleted."""
    s3.upload_fileobj(io.BytesIO(b"x" * (9 << 20)), BUCKET, "big", ExtraArgs={"Metadata": {"Colour": "blue"}})
    head = s3.head_object(Bucket=BUCKET, Key="big")
    assert head["ContentLength"] == 9 << 20 and head["Metadata"] == {"colour": "blue"}
    target = io.BytesIO()
    s3.download_fileobj(BUCKET, "big", target)
    assert target.getvalue() == b"x" * (9 << 20)
    s3.copy({"Bucket": BUCKET, "Key": "big"}, BUCKET, "copy")
    assert s3.head_object(Bucket=BUCKET, Key="copy")["Metadata"] == {"colour": "blue"}
    for key in ["a", "b", "c d", "ü"]:
        s3.put_object(Bucket=BUCKET, Key=key, Body=key.encode(), Tagging="kind=letter")
    gone = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": key} for key in ["a", "b", "c d", "none"]]})
    assert len(gone["Deleted"]) == 4 and "Errors" not in gone
    assert s3.get_object_tagging(Bucket=BUCKET, Key="ü")["TagSet"] == [{"Key": "kind", "Value": "letter"}]
    assert refused(s3.get_object, Bucket=BUCKET, Key="a") == "NoSuchKey"
    assert refused(s3.head_object, Bucket=BUCKET, Key="a") == "404"
    s3.get_waiter("object_exists").wait(Bucket=BUCKET, Key="ü")


def resources():
    """The same through objects of Python."""
    bucket = boto3.resource("s3", endpoint_url=URL).Bucket(BUCKET)
    assert sorted(entry.key for entry in bucket.objects.all()) == ["big", "copy", "ü"]
    assert bucket.Object("ü").get()["Body"].read() == "ü".encode()
    bucket.objects.all().delete()
    assert not list(bucket.objects.all())
    bucket.delete()
    assert refused(s3.list_objects_v2, Bucket=BUCKET) == "NoSuchBucket"


def checksums():
    """Every checksum that boto3 computes without a further library."""
    for algorithm in ["CRC32", "SHA1", "SHA256"]:
        put = s3.put_object(Bucket=BUCKET, Key="sum", Body=b"123456789", ChecksumAlgorithm=algorithm)
        got = s3.get_object(Bucket=BUCKET, Key="sum", ChecksumMode="ENABLED")
        assert got[f"Checksum{algorithm}"] == put[f"Checksum{algorithm}"]
        assert got["Body"].read() == b"123456789"
    s3.delete_object(Bucket=BUCKET, Key="sum")


def main():
    """A day."""
    s3.create_bucket(Bucket=BUCKET)
    s3.get_waiter("bucket_exists").wait(Bucket=BUCKET)
    assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == [BUCKET]
    checksums()
    objects()
    resources()


main()
