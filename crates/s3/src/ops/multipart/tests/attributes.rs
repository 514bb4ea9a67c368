//! GetObjectAttributes.

use super::*;

const ALL: &str = "ETag,Checksum,ObjectParts,StorageClass,ObjectSize";

async fn attributes(bench: &Bench, target: &str, more: &[(&str, &str)]) -> Answer {
    let headers: Vec<_> = [("x-amz-object-attributes", ALL)].into_iter().chain(more.iter().copied()).collect();
    bench.send(Method::GET, target, &headers, "").await
}

/// Uploads `count` parts of one byte more than they need, and completes.
async fn upload(bench: &Bench, headers: &[(&str, &str)], count: u32) {
    let upload = bench.start(headers).await;
    let mut parts = String::new();
    for number in 1..=count {
        let sum = ("x-amz-checksum-crc32", "NRU+Sw==");
        let answer = bench.part(&upload, number, &[sum], vec![b'a'; FULL + 1]).await.ok();
        let more = if headers.is_empty() { "" } else { "<ChecksumCRC32>NRU+Sw==</ChecksumCRC32>" };
        parts += &part(number, answer.header("etag"), more);
    }
    bench.complete(&upload, &[], &parts).await.ok();
}

#[tokio::test]
async fn an_object_that_was_put_whole_has_no_parts() {
    let bench = Bench::new().await;
    bench.put("/bkt/k", "69\n420\n").await.ok();
    let answer = attributes(&bench, "/bkt/k?attributes", &[]).await.ok();
    let expected = "<GetObjectAttributesResponse xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
        <ETag>e92499db864217242396e8ef766079a9</ETag><Checksum><ChecksumCRC64NVME>";
    assert!(answer.document().contains(expected), "{}", answer.document());
    assert!(answer.document().ends_with(
        "<ChecksumType>FULL_OBJECT</ChecksumType></Checksum><StorageClass>STANDARD</StorageClass>\
         <ObjectSize>7</ObjectSize></GetObjectAttributesResponse>"
    ));
    assert_eq!(answer.header("last-modified"), "Tue, 14 Nov 2023 22:13:20 GMT");
    assert_eq!(answer.header("x-amz-version-id"), "");
}

#[tokio::test]
async fn parts_are_listed_only_where_the_checksum_is_made_of_theirs() {
    let bench = Bench::new().await;
    upload(&bench, &[], 2).await;
    let answer = attributes(&bench, "/bkt/k?attributes", &[]).await.ok();
    assert!(answer.document().contains("<ObjectParts><PartsCount>2</PartsCount></ObjectParts>"));

    upload(&bench, &[("x-amz-checksum-algorithm", "CRC32")], 3).await;
    let answer = attributes(&bench, "/bkt/k?attributes", &[]).await.ok();
    assert_eq!(answer.all("PartNumber"), ["1", "2", "3"]);
    assert_eq!(answer.all("Size"), ["5242881"; 3]);
    assert_eq!(&answer.all("ChecksumCRC32")[1..], ["NRU+Sw=="; 3]);
    // The object's own comes without the number of parts.
    assert_eq!((answer.text("ChecksumCRC32").len(), answer.text("ChecksumType")), (8, "COMPOSITE"));
    let paging = ["PartsCount", "PartNumberMarker", "NextPartNumberMarker", "MaxParts", "IsTruncated"];
    assert_eq!(paging.map(|name| answer.text(name)), ["3", "0", "3", "1000", "false"]);

    let page = [("x-amz-max-parts", "1"), ("x-amz-part-number-marker", "1")];
    let answer = attributes(&bench, "/bkt/k?attributes", &page).await.ok();
    assert_eq!(answer.all("PartNumber"), ["2"]);
    assert_eq!(paging.map(|name| answer.text(name)), ["3", "1", "2", "1", "true"]);
    let ignored = [("x-amz-max-parts", "many"), ("x-amz-part-number-marker", "-1")];
    let answer = attributes(&bench, "/bkt/k?attributes", &ignored).await.ok();
    assert_eq!(paging.map(|name| answer.text(name)), ["3", "0", "3", "1000", "false"]);
}

#[tokio::test]
async fn only_what_is_asked_for_is_answered() {
    let bench = Bench::new().await;
    bench.put("/bkt/k", "x").await.ok();
    let ask = async |headers: &[_]| bench.send(Method::GET, "/bkt/k?attributes", headers, "").await;
    let answer = ask(&[("x-amz-object-attributes", "ObjectSize")]).await.ok();
    assert!(answer.document().ends_with("/\"><ObjectSize>1</ObjectSize></GetObjectAttributesResponse>"));
    let missing = "InvalidRequest: The x-amz-object-attributes header specifying the attributes to be retrieved is either \
        missing or empty";
    ask(&[]).await.is(400, missing);
    let unknown = ask(&[("x-amz-object-attributes", "ETags")]).await;
    unknown.is(400, "InvalidArgument: Invalid attribute name specified.");
    assert_eq!((unknown.text("ArgumentName"), unknown.text("ArgumentValue")), ("x-amz-object-attributes", "ETags"));
}

#[tokio::test]
async fn versions_have_attributes_and_delete_markers_have_none() {
    let bench = Bench::versioned("Enabled").await;
    let version = bench.put("/bkt/k", "old").await.ok().header("x-amz-version-id").to_owned();
    let answer = attributes(&bench, "/bkt/k?attributes", &[]).await.ok();
    assert_eq!(answer.header("x-amz-version-id"), version);
    let marker = bench.send(Method::DELETE, "/bkt/k", &[], "").await.ok().header("x-amz-version-id").to_owned();
    let current = attributes(&bench, "/bkt/k?attributes", &[]).await;
    current.is(404, "NoSuchKey: The specified key does not exist.");
    assert_eq!(current.header("x-amz-delete-marker"), "true");
    let answer = attributes(&bench, &format!("/bkt/k?attributes&versionId={version}"), &[]).await.ok();
    assert_eq!((answer.text("ObjectSize"), answer.header("x-amz-version-id")), ("3", version.as_str()));
    let named = attributes(&bench, &format!("/bkt/k?attributes&versionId={marker}"), &[]).await;
    named.is(405, "MethodNotAllowed: The specified method is not allowed against this resource.");
    let none = attributes(&bench, "/bkt/none?attributes", &[]).await;
    none.is(404, "NoSuchKey: The specified key does not exist.");
}
