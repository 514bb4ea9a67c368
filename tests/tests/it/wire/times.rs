//! Moments that a text can name by its offset and no answer could name again: before the year 0, after 9999.

use super::shelf;
use sandpail_tests::digest::content_md5;

/// The last is midnight of 1 January 10000 in UTC.
const OUTSIDE: [&str; 3] = ["0000-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "9999-12-31T01:00:00-23:00"];

#[test]
fn lifecycle_dates_are_of_four_digits() {
    let server = shelf();
    for action in ["<Expiration>D</Expiration>", "<Transition>D<StorageClass>GLACIER</StorageClass></Transition>"] {
        for date in OUTSIDE {
            let action = action.replace('D', &format!("<Date>{date}</Date>"));
            let document = format!(
                "<LifecycleConfiguration><Rule><Status>Enabled</Status><Filter><Prefix></Prefix></Filter>{action}</Rule>\
                 </LifecycleConfiguration>"
            );
            let md5 = content_md5(document.as_bytes());
            let reply = server.raw().ask("PUT", "/shelf?lifecycle", &[("Content-MD5", &md5)], document.as_bytes());
            assert_eq!(reply.status, 400, "{date}: {}", reply.text());
            assert!(reply.text().contains("<Code>MalformedXML</Code>"), "{}", reply.text());
        }
    }
}

#[test]
fn retain_until_dates_are_of_four_digits() {
    let server = shelf();
    server.raw().ask("PUT", "/locked", &[("x-amz-bucket-object-lock-enabled", "true")], b"");
    let none = content_md5(b"");
    for date in OUTSIDE {
        let headers = [
            ("x-amz-object-lock-mode", "GOVERNANCE"),
            ("x-amz-object-lock-retain-until-date", date),
            ("Content-MD5", &none),
        ];
        let reply = server.raw().ask("PUT", "/locked/k", &headers, b"");
        assert!(reply.text().contains("<Code>InvalidArgument</Code>"), "{date}: {}", reply.text());
        let document =
            format!("<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>{date}</RetainUntilDate></Retention>");
        server.raw().ask("PUT", "/locked/there", &[], b"");
        let md5 = content_md5(document.as_bytes());
        let reply = server.raw().ask("PUT", "/locked/there?retention", &[("Content-MD5", &md5)], document.as_bytes());
        assert!(reply.text().contains("<Code>MalformedXML</Code>"), "{date}: {}", reply.text());
    }
}
