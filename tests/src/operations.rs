//! `docs/operations.md`, made of the operations table: what is served, what is not, and how far.

use std::fmt::Write as _;

use sandpail_s3::{NEWER, REFUSED, SUPPORTED};

/// What a served operation does not do yet. Such requests answer 501, unless it says otherwise.
const LIMITS: &[(&str, &str)] = &[
    (
        "CreateBucket",
        "objects of directory buckets have the storage class and the ETag of others, and are listed in the order of keys",
    ),
    (
        "CreateBucketMetadataConfiguration",
        "stored and answered, with every enabled table ACTIVE: the tables are not made",
    ),
    (
        "CreateBucketMetadataTableConfiguration",
        "stored and answered, with every enabled table ACTIVE: the tables are not made",
    ),
    (
        "CreateSession",
        "whoever has the credentials may do anything in every bucket, and where signatures are not verified for as long as \
         they like; a session can be opened before its bucket is made",
    ),
    ("DeleteObject", "whoever sends the bypass header may bypass governance; MFA delete takes any token"),
    ("DeleteObjects", "as DeleteObject"),
    ("GetBucketAbac", "stored and answered, not enforced"),
    ("GetBucketAcl", "stored and answered, not enforced"),
    ("GetBucketPolicy", "stored and answered as it was sent, not enforced"),
    ("GetObject", "no object of INTELLIGENT_TIERING moves to an archive tier"),
    ("GetObjectAcl", "stored and answered, not enforced"),
    ("GetObjectTorrent", "answers MethodNotAllowed, as S3 does"),
    (
        "GetPublicAccessBlock",
        "IgnorePublicAcls and RestrictPublicBuckets have no effect: nothing is enforced on requests",
    ),
    ("PostObject", "no operation of the SDKs, and tested over raw sockets and with boto3's presigned posts"),
    ("PutBucketAbac", "stored and answered, not enforced: the bucket's tags are still put as before"),
    ("PutBucketAccelerateConfiguration", "stored and answered: there is no accelerated endpoint"),
    ("PutBucketAcl", "stored and answered, not enforced"),
    ("PutBucketAnalyticsConfiguration", "stored and answered: nothing is analysed or exported"),
    (
        "PutBucketEncryption",
        "nothing is encrypted at rest, and every well-formed KMS key exists; new buckets take SSE-C until it is blocked",
    ),
    ("PutBucketIntelligentTieringConfiguration", "stored and answered: no object changes its tier"),
    ("PutBucketInventoryConfiguration", "stored and answered: no inventory is made"),
    ("PutBucketLifecycleConfiguration", "kept, answered and told in headers; nothing expires, moves or is aborted yet"),
    ("PutBucketLogging", "kept and answered; no log is written yet"),
    ("PutBucketMetricsConfiguration", "stored and answered: there are no metrics"),
    (
        "PutBucketNotificationConfiguration",
        "kept and answered; nothing is told to anybody yet, and destinations are not looked up",
    ),
    ("PutBucketPolicy", "checked and stored, not enforced; x-amz-confirm-remove-self-bucket-access means nothing"),
    ("PutBucketReplication", "kept and answered; nothing is replicated yet, and the role is not looked up"),
    ("PutBucketRequestPayment", "stored and answered: nobody pays here"),
    ("PutBucketVersioning", "MFA delete takes any token: there are no devices"),
    ("PutBucketWebsite", "anybody may read what its website shows: nothing is enforced"),
    ("PutObject", "a wrong event hold is refused in words that are not AWS's, which names none"),
    ("PutObjectAcl", "stored and answered, not enforced"),
    ("PutObjectRetention", "as DeleteObject; a wrong event hold is MalformedXML, where AWS names no code"),
    (
        "PutPublicAccessBlock",
        "public ACLs and policies are refused when they are put; nothing is enforced on other requests",
    ),
    ("RestoreObject", "no restores that select; no event"),
    (
        "SelectObjectContent",
        "CSV and JSON; Parquet answers InvalidDataSource; Progress and Cont follow bytes, not time",
    ),
    ("PutObjectAnnotation", "nothing of SSE-C objects, in words that are not AWS's, which names none"),
    ("WriteGetObjectResponse", "refused as any POST to a bucket, as S3 does outside Object Lambda"),
];

/// Why an operation is not served.
const REASONS: &[(&str, &str)] = &[];

/// Operations whose documents are checked, stored and answered, and not acted on yet.
const KEPT: &[&str] = &[
    "CreateBucketMetadataConfiguration",
    "CreateBucketMetadataTableConfiguration",
    "PutBucketAbac",
    "PutBucketAccelerateConfiguration",
    "PutBucketAcl",
    "PutBucketAnalyticsConfiguration",
    "PutBucketIntelligentTieringConfiguration",
    "PutBucketInventoryConfiguration",
    "PutBucketLifecycleConfiguration",
    "PutBucketLogging",
    "PutBucketMetricsConfiguration",
    "PutBucketNotificationConfiguration",
    "PutBucketPolicy",
    "PutBucketReplication",
    "PutBucketRequestPayment",
    "PutObjectAcl",
    "UpdateBucketMetadataAnnotationTableConfiguration",
    "UpdateBucketMetadataInventoryTableConfiguration",
    "UpdateBucketMetadataJournalTableConfiguration",
];

/// Operations that S3 itself refuses, in its words.
const AS_S3_REFUSES: &[&str] = &["GetObjectTorrent", "WriteGetObjectResponse"];

/// Older names of operations: the same requests on the wire.
const ALIASES: &[(&str, &str)] = &[
    ("GetBucketLifecycle", "GetBucketLifecycleConfiguration"),
    ("GetBucketNotification", "GetBucketNotificationConfiguration"),
    ("PutBucketLifecycle", "PutBucketLifecycleConfiguration"),
    ("PutBucketNotification", "PutBucketNotificationConfiguration"),
];

const OPENING: &str = "\
# Operations

This page is written from the operations table by `SANDPAIL_WRITE=1 scripts/test --test it list_of_operations`, and a test
fails when it is not what the table says.

*served*: works as AWS documents it. *kept*: the document is checked, stored and answered as S3 does, and nothing acts on
it yet. *refused*: refused as S3 refuses it. *501*: answers `NotImplemented`, and nothing of the request has an effect.
All but the last have a test through a real SDK, and PostObject, which no SDK sends, over raw sockets.

For every operation: once access keys are listed, signatures of versions 4, 4A and 2 are verified, and requests without one
pass but, as on S3, to list or make buckets and to start uploads in parts. Without any key, every signature is accepted that
is well-formed and has not expired, and so is none. Policies and ACLs are not enforced. CORS preflights need no signature.

| Operation | State | Limits |
|---|---|---|
";

/// The page.
///
/// # Panics
/// When a limit is noted for an operation that is not served, or one is refused without a reason.
#[must_use]
pub fn page() -> String {
    for (name, _) in LIMITS {
        assert!(SUPPORTED.contains(name), "{name} is not served, so it has no limits");
    }
    for (name, _) in REASONS {
        assert!(!SUPPORTED.contains(name), "{name} is served, so there is no reason why it is not");
    }
    for name in REFUSED.iter().chain(NEWER) {
        assert!(REASONS.iter().any(|(of, _)| of == name), "{name} is refused without a reason");
    }
    let served = SUPPORTED.iter().map(|name| (*name, state(name), said(LIMITS, name)));
    let refused = REFUSED.iter().chain(NEWER).map(|name| (*name, state(name), said(REASONS, name)));
    let aliases = ALIASES.iter().map(|(old, new)| (*old, state(new), format!("older name of {new}")));
    let mut rows: Vec<_> = served.chain(refused).chain(aliases).collect();
    rows.sort_unstable();
    rows.iter().fold(OPENING.to_owned(), |mut page, (name, state, limits)| {
        writeln!(page, "| {name} | {state} | {limits} |").expect("writing to a String cannot fail");
        page
    })
}

fn state(name: &str) -> &'static str {
    match name {
        _ if KEPT.contains(&name) => "kept",
        _ if AS_S3_REFUSES.contains(&name) => "refused",
        _ if SUPPORTED.contains(&name) => "served",
        _ => "501",
    }
}

fn said(table: &[(&str, &str)], name: &str) -> String {
    table.iter().find(|(of, _)| *of == name).map_or_else(String::new, |(_, text)| (*text).to_owned())
}
