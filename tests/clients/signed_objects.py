"""Objects with odd keys: written, read, copied, listed and deleted."""

from urllib.parse import unquote_plus

from endpoint import BUCKET
from signing import FORGER, KEYS, OLDER, STRANGER, at, client, forged, refused, s3

METADATA = {"colour": "blue  and red", "trimmed": "x"}


def read(s3, key):
    """The bytes of an object."""
    return s3.get_object(**at(key))["Body"].read()


def buckets():
    """A bucket, alone."""
    s3.create_bucket(Bucket=BUCKET)
    s3.head_bucket(Bucket=BUCKET)
    assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == [BUCKET]
    assert s3.get_bucket_location(Bucket=BUCKET)["LocationConstraint"] is None


def objects():
    """Written and read, whole and in part."""
    for key in KEYS:
        body = f"body of {key}".encode()
        s3.put_object(**at(key), Body=body, Metadata=METADATA, Tagging="kind=odd%20key")
        head = s3.head_object(**at(key))
        assert (head["ContentLength"], head["Metadata"]) == (len(body), METADATA)
        assert read(s3, key) == body
        assert s3.get_object(**at(key), Range="bytes=2-3")["Body"].read() == b"dy"
    refused(404, "NoSuchKey", s3.get_object, **at("none"))
    refused(404, "404", s3.head_object, **at("none"))


def copies():
    """The SDK encodes the source."""
    for key in KEYS:
        s3.copy_object(**at(f"copy/{key}"), CopySource=at(key))
        assert read(s3, f"copy/{key}") == f"body of {key}".encode()


def listing():
    """Pages, encoded and decoded."""
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket=BUCKET, Prefix="copy/", PaginationConfig={"PageSize": 3}
    )
    listed = [entry["Key"].removeprefix("copy/") for page in pages for entry in page["Contents"]]
    assert listed == sorted(KEYS, key=str.encode)
    # Left alone, the SDK asks for encoded keys and decodes them; told to ask, it gives them as they came.
    encoded = s3.list_objects_v2(Bucket=BUCKET, Prefix="copy/", EncodingType="url")["Contents"]
    assert [unquote_plus(entry["Key"]).removeprefix("copy/") for entry in encoded] == listed
    folders = s3.list_objects_v2(Bucket=BUCKET, Prefix="a/", Delimiter="/")
    assert [prefix["Prefix"] for prefix in folders["CommonPrefixes"]] == ["a/./", "a//"]


def older():
    """The same by the older signature, which some programs still ask for."""
    own = client(signature=OLDER)
    for key in KEYS:
        own.put_object(**at(f"older/{key}"), Body=b"older", Metadata=METADATA, ContentType="text/x-odd")
        assert read(own, f"older/{key}") == b"older"
        own.copy_object(**at("older/copy"), CopySource=at(f"older/{key}"))
        own.put_object_tagging(**at(f"older/{key}"), Tagging={"TagSet": [{"Key": "a b", "Value": "c+d"}]})
        assert len(own.get_object_tagging(**at(f"older/{key}"))["TagSet"]) == 1
    assert own.get_object(**at("older/plain"), ResponseContentType="text/x-other")["ContentType"] == "text/x-other"
    upload = at("older/in parts")
    upload["UploadId"] = own.create_multipart_upload(**upload)["UploadId"]
    part = own.upload_part(**upload, PartNumber=1, Body=b"part")
    own.complete_multipart_upload(**upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
    named = [{"Key": entry["Key"]} for entry in own.list_objects_v2(Bucket=BUCKET, Prefix="older/")["Contents"]]
    gone = own.delete_objects(Bucket=BUCKET, Delete={"Objects": named})
    assert len(gone["Deleted"]) == len(KEYS) + 2 and "Errors" not in gone
    forged("SignatureDoesNotMatch", client(signature=OLDER, **FORGER).get_object, **at("plain"))
    forged("InvalidAccessKeyId", client(signature=OLDER, **STRANGER).get_object, **at("plain"))


def deletions():
    """Everything, and then the bucket."""
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET):
        named = [{"Key": entry["Key"]} for entry in page["Contents"]]
        gone = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": named})
        assert len(gone["Deleted"]) == len(named) and "Errors" not in gone
    s3.delete_bucket(Bucket=BUCKET)
