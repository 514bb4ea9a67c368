"""What objects have beyond bytes and metadata, through boto3: locks, customer keys, archives, SQL, annotations, renames."""

import datetime

from endpoint import BUCKET, client, refused

s3 = client()
KEY = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": b"k" * 32}
DIRECTORY = "shelf--use1-az4--x-s3"
ZONE = {"Type": "AvailabilityZone", "Name": "use1-az4"}
KIND = {"Type": "Directory", "DataRedundancy": "SingleAvailabilityZone"}


def locks():
    """A version that cannot be deleted before somebody may."""
    s3.create_bucket(Bucket="locked", ObjectLockEnabledForBucket=True)
    rule = {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}}
    s3.put_object_lock_configuration(
        Bucket="locked", ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": rule}
    )
    assert s3.get_object_lock_configuration(Bucket="locked")["ObjectLockConfiguration"]["Rule"] == rule
    version = {"Bucket": "locked", "Key": "k", "VersionId": s3.put_object(Bucket="locked", Key="k")["VersionId"]}
    assert s3.get_object_retention(**version)["Retention"]["Mode"] == "GOVERNANCE"
    s3.put_object_legal_hold(**version, LegalHold={"Status": "ON"})
    assert refused(s3.delete_object, **version, BypassGovernanceRetention=True) == "AccessDenied"
    s3.put_object_legal_hold(**version, LegalHold={"Status": "OFF"})
    later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=9)
    s3.put_object_retention(**version, Retention={"Mode": "GOVERNANCE", "RetainUntilDate": later})
    assert refused(s3.delete_object, **version) == "AccessDenied"
    s3.delete_object(**version, BypassGovernanceRetention=True)


def keys():
    """Bytes under a key of the client's."""
    s3.put_object(Bucket=BUCKET, Key="secret", Body=b"secret", **KEY)
    assert s3.get_object(Bucket=BUCKET, Key="secret", **KEY)["Body"].read() == b"secret"
    assert refused(s3.get_object, Bucket=BUCKET, Key="secret") == "InvalidRequest"


def archives():
    """Bytes that are out of reach until they are restored."""
    s3.put_object(Bucket=BUCKET, Key="cold", Body=b"cold", StorageClass="GLACIER")
    assert refused(s3.get_object, Bucket=BUCKET, Key="cold") == "InvalidObjectState"
    s3.restore_object(Bucket=BUCKET, Key="cold", RestoreRequest={"Days": 1})
    assert s3.head_object(Bucket=BUCKET, Key="cold")["Restore"].startswith('ongoing-request="false"')
    assert s3.get_object(Bucket=BUCKET, Key="cold")["Body"].read() == b"cold"


def sql():
    """The event stream of S3 Select."""
    s3.put_object(Bucket=BUCKET, Key="table", Body=b"a,b\n1,2\n3,4\n")
    answer = s3.select_object_content(
        Bucket=BUCKET,
        Key="table",
        ExpressionType="SQL",
        Expression="SELECT s.b FROM S3Object s WHERE CAST(s.a AS INT) > 1",
        InputSerialization={"CSV": {"FileHeaderInfo": "USE"}},
        OutputSerialization={"JSON": {}},
    )
    events = list(answer["Payload"])
    assert b"".join(e["Records"]["Payload"] for e in events if "Records" in e) == b'{"b":"4"}\n'
    assert [name for event in events for name in event] == ["Records", "Stats", "End"]


def annotations():
    """Bodies that go with an object under names."""
    named = {"Bucket": BUCKET, "Key": "table", "AnnotationName": "note"}
    s3.put_object_annotation(**named, AnnotationPayload=b"a note")
    listed = s3.list_object_annotations(Bucket=BUCKET, Key="table")["Annotations"]
    assert [(entry["AnnotationName"], entry["Size"]) for entry in listed] == [("note", 6)]
    assert s3.get_object_annotation(**named)["AnnotationPayload"].read() == b"a note"
    s3.delete_object_annotation(**named)
    assert s3.list_object_annotations(Bucket=BUCKET, Key="table").get("Annotations", []) == []


def directories():
    """A directory bucket at default settings, sessions and all."""
    s3.create_bucket(Bucket=DIRECTORY, CreateBucketConfiguration={"Location": ZONE, "Bucket": KIND})
    s3.put_object(Bucket=DIRECTORY, Key="old", Body=b"x")
    s3.rename_object(Bucket=DIRECTORY, Key="new", RenameSource="old")
    assert s3.get_object(Bucket=DIRECTORY, Key="new")["Body"].read() == b"x"
    assert refused(s3.get_object, Bucket=DIRECTORY, Key="old") == "NoSuchKey"
    assert [bucket["Name"] for bucket in s3.list_directory_buckets()["Buckets"]] == [DIRECTORY]


s3.create_bucket(Bucket=BUCKET)
locks()
keys()
archives()
sql()
annotations()
directories()
