"""The whole history of a versioned bucket, as boto3 sees it: from before there were versions to after all are gone."""

from endpoint import BUCKET, client, refused

s3 = client()


def switch(status):
    """Sets versioning."""
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": status})


def history():
    """Versions and markers, each as id and whether it is the latest."""
    pages = list(s3.get_paginator("list_object_versions").paginate(Bucket=BUCKET, PaginationConfig={"PageSize": 2}))
    versions = [(entry["VersionId"], entry["IsLatest"]) for page in pages for entry in page.get("Versions", [])]
    markers = [(entry["VersionId"], entry["IsLatest"]) for page in pages for entry in page.get("DeleteMarkers", [])]
    return versions, markers


def read(**version):
    """The object's bytes."""
    return s3.get_object(Bucket=BUCKET, Key="k", **version)["Body"].read()


def main():
    """One object's life."""
    s3.create_bucket(Bucket=BUCKET)
    assert "Status" not in s3.get_bucket_versioning(Bucket=BUCKET)
    assert "VersionId" not in s3.put_object(Bucket=BUCKET, Key="k", Body=b"unversioned")
    assert history() == ([("null", True)], [])

    switch("Enabled")
    first = s3.put_object(Bucket=BUCKET, Key="k", Body=b"first")["VersionId"]
    second = s3.put_object(Bucket=BUCKET, Key="k", Body=b"second")["VersionId"]
    assert history() == ([(second, True), (first, False), ("null", False)], [])
    marker = s3.delete_object(Bucket=BUCKET, Key="k")["VersionId"]
    assert refused(s3.get_object, Bucket=BUCKET, Key="k") == "NoSuchKey"
    assert refused(s3.get_object, Bucket=BUCKET, Key="k", VersionId=marker) == "MethodNotAllowed"
    assert refused(s3.delete_bucket, Bucket=BUCKET) == "BucketNotEmpty"

    switch("Suspended")
    assert "VersionId" not in s3.put_object(Bucket=BUCKET, Key="k", Body=b"suspended")
    assert s3.head_object(Bucket=BUCKET, Key="k")["VersionId"] == "null"
    assert history() == ([("null", True), (second, False), (first, False)], [(marker, False)])
    for version, body in [("null", b"suspended"), (first, b"first"), (second, b"second")]:
        assert read(VersionId=version) == body
    null = s3.delete_object(Bucket=BUCKET, Key="k")
    assert null["DeleteMarker"] and null["VersionId"] == "null"
    assert history() == ([(second, False), (first, False)], [("null", True), (marker, False)])

    switch("Enabled")
    s3.copy_object(Bucket=BUCKET, Key="k", CopySource={"Bucket": BUCKET, "Key": "k", "VersionId": first})
    assert read() == b"first"
    versions, markers = history()
    for version, _ in versions + markers:
        s3.delete_object(Bucket=BUCKET, Key="k", VersionId=version)
    assert history() == ([], [])
    s3.delete_bucket(Bucket=BUCKET)


main()
