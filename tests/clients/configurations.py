"""Every configuration of a bucket through boto3: what is put is got, and what is deleted is gone."""

import json

from endpoint import BUCKET, client, refused

s3 = client()
LOGS = "logs"
QUEUE = "arn:aws:sqs:us-east-1:000000000000:queue"
ROLE = "arn:aws:iam::000000000000:role/role"
TABLES = "arn:aws:s3tables:us-east-1:000000000000:bucket/tables"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::000000000000:root"},
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{BUCKET}/*",
        }
    ],
}
TIERINGS = [{"Days": 90, "AccessTier": "ARCHIVE_ACCESS"}]
TO_LOGS = {"S3BucketDestination": {"Bucket": f"arn:aws:s3:::{LOGS}", "Format": "CSV"}}
REPLICATION = {
    "ID": "all",
    "Priority": 1,
    "Status": "Enabled",
    "Filter": {"Prefix": ""},
    "DeleteMarkerReplication": {"Status": "Disabled"},
    "Destination": {"Bucket": f"arn:aws:s3:::{LOGS}"},
}
KMS_RULE = {
    "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "key"},
    "BucketKeyEnabled": True,
}

# The noun of the operations, the member that holds the document, the document, and the error once it is deleted.
DOCUMENTS = [
    ("bucket_abac", "AbacStatus", {"Status": "Enabled"}, None),
    ("bucket_accelerate_configuration", "AccelerateConfiguration", {"Status": "Enabled"}, None),
    (
        "bucket_cors",
        "CORSConfiguration",
        {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"], "ExposeHeaders": ["ETag"]}]},
        "NoSuchCORSConfiguration",
    ),
    (
        "bucket_lifecycle_configuration",
        "LifecycleConfiguration",
        {"Rules": [{"ID": "old", "Status": "Enabled", "Filter": {"Prefix": "old/"}, "Expiration": {"Days": 3}}]},
        "NoSuchLifecycleConfiguration",
    ),
    ("bucket_logging", "BucketLoggingStatus", {"LoggingEnabled": {"TargetBucket": LOGS, "TargetPrefix": "a/"}}, None),
    (
        "bucket_notification_configuration",
        "NotificationConfiguration",
        {"QueueConfigurations": [{"Id": "all", "QueueArn": QUEUE, "Events": ["s3:ObjectCreated:*"]}]},
        None,
    ),
    (
        "bucket_ownership_controls",
        "OwnershipControls",
        {"Rules": [{"ObjectOwnership": "ObjectWriter"}]},
        "OwnershipControlsNotFoundError",
    ),
    (
        "public_access_block",
        "PublicAccessBlockConfiguration",
        {
            "BlockPublicAcls": True,
            "IgnorePublicAcls": False,
            "BlockPublicPolicy": True,
            "RestrictPublicBuckets": False,
        },
        "NoSuchPublicAccessBlockConfiguration",
    ),
    (
        "bucket_replication",
        "ReplicationConfiguration",
        {"Role": ROLE, "Rules": [REPLICATION]},
        "ReplicationConfigurationNotFoundError",
    ),
    ("bucket_request_payment", "RequestPaymentConfiguration", {"Payer": "Requester"}, None),
    (
        "bucket_website",
        "WebsiteConfiguration",
        {"IndexDocument": {"Suffix": "index.html"}},
        "NoSuchWebsiteConfiguration",
    ),
]

# Those that a bucket can have many of.
KEYED = [
    ("bucket_analytics", "AnalyticsConfiguration", {"Id": "a", "StorageClassAnalysis": {}}),
    (
        "bucket_intelligent_tiering",
        "IntelligentTieringConfiguration",
        {"Id": "a", "Status": "Enabled", "Tierings": TIERINGS},
    ),
    (
        "bucket_inventory",
        "InventoryConfiguration",
        {
            "Id": "a",
            "IsEnabled": True,
            "IncludedObjectVersions": "All",
            "Schedule": {"Frequency": "Daily"},
            "Destination": TO_LOGS,
        },
    ),
    ("bucket_metrics", "MetricsConfiguration", {"Id": "a", "Filter": {"Prefix": "a/"}}),
]


def got(noun, member):
    """The document as it is answered: under its member, or as the whole answer."""
    answer = getattr(s3, f"get_{noun}")(Bucket=BUCKET)
    answer.pop("ResponseMetadata")
    return answer.get(member, answer)


def documents():
    """One of each kind."""
    for noun, member, document, missing in DOCUMENTS:
        getattr(s3, f"put_{noun}")(Bucket=BUCKET, **{member: document})
        answer = got(noun, member)
        assert document.items() <= answer.items(), (noun, answer)
        if missing:
            delete = getattr(s3, f"delete_{noun.replace('_lifecycle_configuration', '_lifecycle')}")
            delete(Bucket=BUCKET)
            assert refused(getattr(s3, f"get_{noun}"), Bucket=BUCKET) == missing, noun


def keyed():
    """Those under ids: put, got, listed, deleted."""
    for noun, member, document in KEYED:
        name = f"{noun}_configuration"
        getattr(s3, f"put_{name}")(Bucket=BUCKET, Id="a", **{member: document})
        assert getattr(s3, f"get_{name}")(Bucket=BUCKET, Id="a")[member] == document, noun
        listed = getattr(s3, f"list_{name}s")(Bucket=BUCKET)
        assert listed[f"{member}List"] == [document] and not listed["IsTruncated"], noun
        getattr(s3, f"delete_{name}")(Bucket=BUCKET, Id="a")
        assert refused(getattr(s3, f"get_{name}"), Bucket=BUCKET, Id="a") == "NoSuchConfiguration", noun


def policy():
    """A policy, as it was sent."""
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(POLICY))
    assert json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"]) == POLICY
    assert s3.get_bucket_policy_status(Bucket=BUCKET)["PolicyStatus"] == {"IsPublic": False}
    s3.delete_bucket_policy(Bucket=BUCKET)
    assert refused(s3.get_bucket_policy, Bucket=BUCKET) == "NoSuchBucketPolicy"


def encryption():
    """The default that a bucket has again once its own is deleted."""
    s3.put_bucket_encryption(Bucket=BUCKET, ServerSideEncryptionConfiguration={"Rules": [KMS_RULE]})
    assert s3.put_object(Bucket=BUCKET, Key="k", Body=b"x")["ServerSideEncryption"] == "aws:kms"
    s3.delete_bucket_encryption(Bucket=BUCKET)
    assert s3.put_object(Bucket=BUCKET, Key="k", Body=b"x")["ServerSideEncryption"] == "AES256"


def metadata():
    """Both versions of S3 Metadata."""
    journal = {"RecordExpiration": {"Expiration": "DISABLED"}}
    s3.create_bucket_metadata_configuration(Bucket=BUCKET, MetadataConfiguration={"JournalTableConfiguration": journal})
    s3.update_bucket_metadata_journal_table_configuration(
        Bucket=BUCKET, JournalTableConfiguration={"RecordExpiration": {"Expiration": "ENABLED", "Days": 30}}
    )
    s3.update_bucket_metadata_inventory_table_configuration(
        Bucket=BUCKET, InventoryTableConfiguration={"ConfigurationState": "ENABLED"}
    )
    result = s3.get_bucket_metadata_configuration(Bucket=BUCKET)["GetBucketMetadataConfigurationResult"]
    table = result["MetadataConfigurationResult"]["JournalTableConfigurationResult"]
    assert (table["TableStatus"], table["RecordExpiration"]["Days"]) == ("ACTIVE", 30)
    s3.delete_bucket_metadata_configuration(Bucket=BUCKET)
    destination = {"S3TablesDestination": {"TableBucketArn": TABLES, "TableName": "table"}}
    s3.create_bucket_metadata_table_configuration(Bucket=BUCKET, MetadataTableConfiguration=destination)
    s3.delete_bucket_metadata_table_configuration(Bucket=BUCKET)
    assert refused(s3.get_bucket_metadata_table_configuration, Bucket=BUCKET) == "MetadataConfigurationNotFound"


for bucket in (BUCKET, LOGS):
    s3.create_bucket(Bucket=bucket)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
documents()
keyed()
policy()
encryption()
metadata()
