//! GetObject and HeadObject by part number (AWS.md 19).

use super::{MIB_5, assemble, pattern, put, shelf};
use sandpail_tests::sdk::refused;

#[tokio::test]
async fn get_object_by_part_number_is_that_part() {
    let (_server, s3) = shelf();
    let bodies = [pattern(MIB_5, 1), pattern(100, 2)];
    assemble(&s3, "k", &bodies).await;
    let whole = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    let size = MIB_5 + 100;
    let ranges = [format!("bytes 0-{}/{size}", MIB_5 - 1), format!("bytes {MIB_5}-{}/{size}", size - 1)];
    for (number, (body, range)) in (1..).zip(bodies.iter().zip(&ranges)) {
        let got = s3.get_object().bucket("shelf").key("k").part_number(number).send().await.expect("a part");
        assert_eq!(got.parts_count(), Some(2));
        assert_eq!(got.content_range(), Some(range.as_str()));
        assert_eq!(got.e_tag(), whole.e_tag());
        assert!(got.body.collect().await.expect("a body").to_vec() == *body, "part {number}");
        let head = s3.head_object().bucket("shelf").key("k").part_number(number).send().await.expect("a part");
        assert_eq!(head.content_length(), i64::try_from(body.len()).ok());
        assert_eq!(head.parts_count(), Some(2));
        assert_eq!(head.content_range(), Some(range.as_str()));
    }
}

#[tokio::test]
async fn get_object_of_a_plain_object_has_one_part() {
    let (server, s3) = shelf();
    put(&s3, "k", "123456789").await;
    let reply = server.raw().ask("GET", "/shelf/k?partNumber=1", &[], b"").ok(206);
    assert_eq!(reply.header("content-range"), Some("bytes 0-8/9"));
    assert_eq!(reply.header("x-amz-mp-parts-count"), None);
    assert_eq!(reply.text(), "123456789");
}

#[tokio::test]
async fn get_object_of_a_part_that_is_none_is_refused() {
    let (_server, s3) = shelf();
    put(&s3, "k", "123456789").await;
    let refusal = refused(s3.get_object().bucket("shelf").key("k").part_number(2).send().await);
    let fields = [("ActualPartCount", "1"), ("PartNumberRequested", "2")];
    refusal.is(416, "InvalidPartNumber", "The requested partnumber is not satisfiable", &fields);
    let both = s3.get_object().bucket("shelf").key("k").part_number(1).range("bytes=0-1").send().await;
    let message = "Cannot specify both Range header and partNumber query parameter";
    refused(both).is(400, "InvalidRequest", message, &[]);
    for number in [0, 10_001] {
        let odd = refused(s3.get_object().bucket("shelf").key("k").part_number(number).send().await);
        assert_eq!((odd.status, odd.code.as_str()), (400, "InvalidArgument"), "{number}");
        assert_eq!(odd.field("ArgumentName"), Some("partNumber"));
    }
}
