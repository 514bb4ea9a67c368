//! Documents of every subresource with bytes and values changed at random, from a fixed seed: whatever they say, the
//! answer is none that tells of a fault of the server's own.

use super::garbage::{Dice, damage};
use super::{get, shelf};
use sandpail_tests::digest::content_md5;

/// Subresources and what fits them.
const DOCUMENTS: &[(&str, &str)] = &[
    ("/shelf?versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"),
    (
        "/shelf?lifecycle",
        "<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status><Filter><And><Prefix>k</Prefix>\
         <ObjectSizeGreaterThan>1</ObjectSizeGreaterThan></And></Filter><Expiration><Days>9</Days></Expiration>\
         <Transition><Days>1</Days><StorageClass>GLACIER</StorageClass></Transition></Rule></LifecycleConfiguration>",
    ),
    (
        "/shelf?lifecycle",
        "<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status><Filter><Prefix>k</Prefix></Filter>\
         <Expiration><Date>2030-01-01T00:00:00Z</Date></Expiration></Rule></LifecycleConfiguration>",
    ),
    (
        "/locked?object-lock",
        "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention>\
         <Mode>GOVERNANCE</Mode><Days>1</Days></DefaultRetention></Rule></ObjectLockConfiguration>",
    ),
    (
        "/locked/k?retention",
        "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>2090-01-01T00:00:00Z</RetainUntilDate></Retention>",
    ),
    ("/locked/k?legal-hold", "<LegalHold><Status>OFF</Status></LegalHold>"),
    ("/shelf/k?tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>"),
    (
        "/shelf?cors",
        "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>\
         <MaxAgeSeconds>1</MaxAgeSeconds></CORSRule></CORSConfiguration>",
    ),
    (
        "/shelf?encryption",
        "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms\
         </SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
    ),
    (
        "/shelf?inventory&id=1",
        "<InventoryConfiguration><Id>1</Id><IsEnabled>true</IsEnabled><IncludedObjectVersions>All\
         </IncludedObjectVersions><Schedule><Frequency>Daily</Frequency></Schedule><Destination><S3BucketDestination>\
         <Bucket>arn:aws:s3:::x</Bucket><Format>CSV</Format></S3BucketDestination></Destination>\
         </InventoryConfiguration>",
    ),
    (
        "/shelf?replication",
        "<ReplicationConfiguration><Role>arn:aws:iam::123456789012:role/r</Role><Rule><Status>Enabled</Status>\
         <Priority>1</Priority><Filter><Prefix>x</Prefix></Filter><DeleteMarkerReplication><Status>Disabled</Status>\
         </DeleteMarkerReplication><Destination><Bucket>arn:aws:s3:::locked</Bucket></Destination></Rule>\
         </ReplicationConfiguration>",
    ),
    (
        "/shelf?notification",
        "<NotificationConfiguration><QueueConfiguration><Queue>arn:aws:sqs:us-east-1:123456789012:q</Queue>\
         <Event>s3:ObjectCreated:*</Event><Filter><S3Key><FilterRule><Name>prefix</Name><Value>a</Value></FilterRule>\
         </S3Key></Filter></QueueConfiguration></NotificationConfiguration>",
    ),
    (
        "/shelf?website",
        "<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument><RoutingRules><RoutingRule><Redirect>\
         <HostName>h</HostName><HttpRedirectCode>301</HttpRedirectCode></Redirect></RoutingRule></RoutingRules>\
         </WebsiteConfiguration>",
    ),
    (
        "/shelf?policy",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:Get*\",\
         \"Resource\":\"arn:aws:s3:::shelf/*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}}}]}",
    ),
];

/// What is put between two tags, or two quotes.
const VALUES: &[&str] = &[
    "",
    "0",
    "-1",
    "36501",
    "2147483648",
    "-9223372036854775808",
    "99999999999999999999",
    "9999-12-31T23:59:59-23:59",
    "0000-01-01T00:00:00+23:59",
    "9999-12-31T00:00:00Z",
    "2030-01-01",
    "arn:aws:s3:::",
    ":::::",
    "${",
    "::/129",
    "*",
    "é\u{1F600}",
    "&#x10FFFF;",
    "<![CDATA[x]]>",
];

/// Puts one of the values in the place of one that is there.
fn exchange(document: &str, dice: &mut Dice) -> String {
    let open = if document.starts_with('{') { '"' } else { '>' };
    let close = if open == '"' { '"' } else { '<' };
    let starts: Vec<_> = document.match_indices(open).map(|(at, _)| at + 1).collect();
    let start = starts[dice.below(starts.len())];
    let end = document[start..].find(close).map_or(document.len(), |length| start + length);
    format!("{}{}{}", &document[..start], VALUES[dice.below(VALUES.len())], &document[end..])
}

#[test]
fn damaged_documents_are_no_fault_of_the_server() {
    let server = shelf();
    server.raw().ask("PUT", "/locked", &[("x-amz-bucket-object-lock-enabled", "true")], b"");
    server.raw().ask("PUT", "/locked/k", &[], b"x");
    let mut dice = Dice(0x5eed_d0c5_9a11_0002);
    for (target, document) in DOCUMENTS.iter().cycle().take(DOCUMENTS.len() * 60) {
        let mut text = exchange(document, &mut dice).into_bytes();
        if dice.below(4) == 0 {
            damage(&mut text, &mut dice);
        }
        let md5 = content_md5(&text);
        let reply = server.raw().ask("PUT", target, &[("Content-MD5", &md5)], &text);
        assert!(reply.status < 500, "{} for {target} {}", reply.text(), String::from_utf8_lossy(&text));
        // What was stored is answered, and acts on a write.
        let reply = get(&server, target);
        assert!(reply.status < 500, "{} after {target} {}", reply.text(), String::from_utf8_lossy(&text));
        let reply = server.raw().ask("PUT", "/shelf/k", &[], b"x");
        assert_eq!(reply.status, 200, "{} after {target} {}", reply.text(), String::from_utf8_lossy(&text));
    }
}
