//! Whole answers, as S3 writes them, and what is refused.

use s3s::dto::{
    EncodingType, ListBucketsInput, ListMultipartUploadsInput, ListObjectVersionsInput, ListObjectsInput,
    ListObjectsV2Input, ListPartsInput,
};
use sandpail_blob::{Algorithm, ChecksumKind, Mode};

use super::scene::{Scene, all, one, within};
use super::{ListBuckets, ListMultipartUploads, ListObjectVersions, ListObjects, ListObjectsV2, ListParts};
use crate::object::ObjectMeta;
use crate::rules::upload::Sums;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const BODY: &str = "<ETag>&quot;abc&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>\
    <ChecksumType>FULL_OBJECT</ChecksumType><Size>4</Size>";

fn objects(marker: Option<&str>) -> ListObjectsInput {
    let owned = |text: &str| Some(text.to_owned());
    ListObjectsInput {
        bucket: "bucket".to_owned(),
        delimiter: owned("/"),
        marker: marker.and_then(owned),
        max_keys: Some(2),
        encoding_type: Some(EncodingType::from_static("url")),
        ..Default::default()
    }
}

#[tokio::test]
async fn the_first_form_of_list_objects() {
    let scene = Scene::new();
    let bucket = scene.bucket("bucket", "eu-west-1").await;
    let owned = ObjectMeta {
        storage_class: Some("GLACIER".to_owned()),
        owner: Some("someone".to_owned()),
        ..Default::default()
    };
    scene.put_with(&bucket, "a b&", Mode::Replace, &owned).await;
    scene.put(&bucket, "c/1", Mode::Replace).await;
    scene.put(&bucket, "d", Mode::Replace).await;
    let page = scene.ask::<ListObjects>("", objects(None)).await.unwrap();
    assert_eq!(
        page,
        format!(
            "{HEAD}<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name>\
             <Prefix></Prefix><Marker></Marker><NextMarker>c/</NextMarker><MaxKeys>2</MaxKeys>\
             <Delimiter>/</Delimiter><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>\
             <Contents><Key>a%20b%26</Key><LastModified>2023-11-14T22:13:21.000Z</LastModified>{BODY}\
             <Owner><ID>someone</ID></Owner><StorageClass>GLACIER</StorageClass></Contents>\
             <CommonPrefixes><Prefix>c/</Prefix></CommonPrefixes></ListBucketResult>"
        )
    );
    // A marker within a group passes the whole group.
    let page = scene.ask::<ListObjects>("", objects(Some("c/0"))).await.unwrap();
    assert_eq!((one(&page, "Marker"), one(&page, "Key")), (Some("c/0"), Some("d")));
    assert_eq!(all(&page, "CommonPrefixes").len(), 0);
}

#[tokio::test]
async fn the_second_form_of_list_objects() {
    let scene = Scene::new();
    let bucket = scene.bucket("bucket", "us-east-1").await;
    scene.put(&bucket, "a", Mode::Replace).await;
    scene.put(&bucket, "b", Mode::Replace).await;
    let input = ListObjectsV2Input {
        bucket: "bucket".to_owned(),
        start_after: Some("a".to_owned()),
        fetch_owner: Some(true),
        max_keys: Some(1001),
        ..Default::default()
    };
    let page = scene.ask::<ListObjectsV2>("", input.clone()).await.unwrap();
    let owner = &scene.caller.canonical_id;
    assert_eq!(
        page,
        format!(
            "{HEAD}<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name>\
             <Prefix></Prefix><StartAfter>a</StartAfter><KeyCount>1</KeyCount><MaxKeys>1001</MaxKeys>\
             <IsTruncated>false</IsTruncated>\
             <Contents><Key>b</Key><LastModified>2023-11-14T22:13:22.000Z</LastModified>{BODY}\
             <Owner><ID>{owner}</ID></Owner><StorageClass>STANDARD</StorageClass></Contents></ListBucketResult>"
        )
    );
    let without = ListObjectsV2Input { fetch_owner: None, delimiter: Some(String::new()), ..input.clone() };
    let page = scene.ask::<ListObjectsV2>("", without).await.unwrap();
    assert_eq!((all(&page, "Owner").len(), all(&page, "Delimiter").len()), (0, 0));
    let none = ListObjectsV2Input { max_keys: Some(0), start_after: None, ..input };
    let page = scene.ask::<ListObjectsV2>("", none).await.unwrap();
    assert_eq!((one(&page, "KeyCount"), one(&page, "IsTruncated")), (Some("0"), Some("false")));
}

#[tokio::test]
async fn what_list_objects_refuses() {
    let scene = Scene::new();
    scene.bucket("bucket", "us-east-1").await;
    let refused = async |query: &str, change: fn(&mut ListObjectsInput)| {
        let mut input = ListObjectsInput { bucket: "bucket".to_owned(), ..Default::default() };
        change(&mut input);
        scene.ask::<ListObjects>(query, input).await.unwrap_err().1
    };
    let absent = "The specified bucket does not exist";
    assert_eq!(refused("", |i| i.bucket = "other".to_owned()).await, absent);
    let wrong = "Invalid Encoding Method specified in Request";
    assert_eq!(refused("", |i| i.encoding_type = Some(String::new().into())).await, wrong);
    let negative = "Argument maxKeys must be an integer between 0 and 2147483647";
    assert_eq!(refused("", |i| i.max_keys = Some(-1)).await, negative);
    let foreign = "startAfter only supported in REST.GET.BUCKET with list-type=2";
    assert_eq!(refused("start-after=", |i| i.bucket = "other".to_owned()).await, foreign);
    let foreign = "continuation-token only supported in REST.GET.BUCKET with list-type=2";
    assert_eq!(refused("start-after=a&continuation-token=b", |_| ()).await, foreign);
    let input = ListObjectsV2Input { bucket: "other".to_owned(), ..Default::default() };
    let (code, message) = scene.ask::<ListObjectsV2>("list-type=2&marker=a", input).await.unwrap_err();
    assert_eq!((&*code, &*message), ("InvalidArgument", "Marker unsupported with REST.GET.BUCKET in list-type=2"));
}

#[tokio::test]
async fn versions_and_delete_markers() {
    let scene = Scene::new();
    let bucket = scene.bucket("bucket", "us-east-1").await;
    scene.put(&bucket, "a", Mode::Replace).await;
    let marker = scene.mark(&bucket, "a").await;
    scene.put(&bucket, "b", Mode::NewVersion).await;
    let input = ListObjectVersionsInput {
        bucket: "bucket".to_owned(),
        max_keys: Some(2),
        prefix: Some("a".to_owned()),
        ..Default::default()
    };
    let page = scene.ask::<ListObjectVersions>("", input.clone()).await.unwrap();
    let owner = format!("<Owner><ID>{}</ID></Owner>", scene.caller.canonical_id);
    assert_eq!(
        page,
        format!(
            "{HEAD}<ListVersionsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name>\
             <Prefix>a</Prefix><KeyMarker></KeyMarker><VersionIdMarker></VersionIdMarker><MaxKeys>2</MaxKeys>\
             <IsTruncated>false</IsTruncated>\
             <DeleteMarker><Key>a</Key><VersionId>{marker}</VersionId><IsLatest>true</IsLatest>\
             <LastModified>2023-11-14T22:13:22.000Z</LastModified>{owner}</DeleteMarker>\
             <Version><Key>a</Key><VersionId>null</VersionId><IsLatest>false</IsLatest>\
             <LastModified>2023-11-14T22:13:21.000Z</LastModified>{BODY}{owner}\
             <StorageClass>STANDARD</StorageClass></Version></ListVersionsResult>"
        )
    );
    let truncated = ListObjectVersionsInput { prefix: None, ..input.clone() };
    let page = scene.ask::<ListObjectVersions>("", truncated).await.unwrap();
    assert!(page.contains(
        "<NextKeyMarker>a</NextKeyMarker><NextVersionIdMarker>null</NextVersionIdMarker><MaxKeys>2</MaxKeys>"
    ));
    let refused = async |change: fn(&mut ListObjectVersionsInput)| {
        let mut input = input.clone();
        change(&mut input);
        scene.ask::<ListObjectVersions>("", input).await.unwrap_err().1
    };
    assert_eq!(refused(|i| i.max_keys = Some(-1)).await, "max-keys cannot be negative");
    let null = "Value must be a sequence of Unicode characters and cannot include Null.";
    assert_eq!(refused(|i| i.prefix = Some("\0".to_owned())).await, null);
}

#[tokio::test]
async fn uploads_and_their_markers() {
    let scene = Scene::new();
    let bucket = scene.bucket("bucket", "us-east-1").await;
    let ask = async |key: Option<&str>, id: Option<&str>| {
        let input = ListMultipartUploadsInput {
            bucket: "bucket".to_owned(),
            key_marker: key.map(str::to_owned),
            upload_id_marker: id.map(str::to_owned),
            max_uploads: Some(2000),
            ..Default::default()
        };
        scene.ask::<ListMultipartUploads>("", input).await
    };
    let empty = ask(None, None).await.unwrap();
    assert!(empty.ends_with(
        "<Bucket>bucket</Bucket><KeyMarker></KeyMarker><UploadIdMarker></UploadIdMarker>\
         <NextKeyMarker></NextKeyMarker><NextUploadIdMarker></NextUploadIdMarker><MaxUploads>1000</MaxUploads>\
         <IsTruncated>false</IsTruncated></ListMultipartUploadsResult>"
    ));
    let sums = Sums { algorithm: Algorithm::Sha256, kind: ChecksumKind::Composite };
    let a = scene.upload(&bucket, "a", None).await;
    let b = scene.upload(&bucket, "b", Some(sums)).await;
    let page = ask(Some("a"), Some(a.id.as_str())).await.unwrap();
    let (first, last) = (a.id.as_str(), b.id.as_str());
    let account = &scene.caller.canonical_id;
    assert!(page.ends_with(&format!(
        "<KeyMarker>a</KeyMarker><UploadIdMarker>{first}</UploadIdMarker><NextKeyMarker>b</NextKeyMarker>\
         <NextUploadIdMarker>{last}</NextUploadIdMarker><MaxUploads>1000</MaxUploads><IsTruncated>false</IsTruncated>\
         <Upload><Key>b</Key><UploadId>{last}</UploadId><Initiator><ID>{account}</ID><DisplayName>000000000000</DisplayName></Initiator>\
         <Owner><ID>{account}</ID></Owner><StorageClass>STANDARD</StorageClass>\
         <Initiated>2023-11-14T22:13:22.000Z</Initiated><ChecksumAlgorithm>SHA256</ChecksumAlgorithm>\
         <ChecksumType>COMPOSITE</ChecksumType></Upload></ListMultipartUploadsResult>"
    )));
    // Without a key marker the id is nobody's business, not even its form.
    let ignored = ask(None, Some("x")).await.unwrap();
    assert_eq!((one(&ignored, "UploadIdMarker"), all(&ignored, "Upload").len()), (Some(""), 2));
    for (key, id) in [("a", last), ("other", first), ("a", "x")] {
        let (code, message) = ask(Some(key), Some(id)).await.unwrap_err();
        assert_eq!((&*code, &*message), ("InvalidArgument", "Invalid uploadId marker"));
    }
    // Aborted since the page before.
    bucket.objects.abort_upload("a", &a.id).await.unwrap();
    let page = ask(Some("a"), Some(first)).await.unwrap();
    assert_eq!(within(&page, "Upload", "Key"), ["b"]);
}

#[tokio::test]
async fn parts_of_an_upload() {
    let scene = Scene::new();
    let bucket = scene.bucket("bucket", "us-east-1").await;
    let upload = scene.upload(&bucket, "k", None).await;
    let ask = async |id: &str, marker: Option<i32>| {
        let input = ListPartsInput {
            bucket: "bucket".to_owned(),
            key: "k".to_owned(),
            upload_id: id.to_owned(),
            part_number_marker: marker,
            ..Default::default()
        };
        scene.ask::<ListParts>("", input).await
    };
    let id = upload.id.as_str();
    let account = &scene.caller.canonical_id;
    let head = format!(
        "{HEAD}<ListPartsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Bucket>bucket</Bucket>\
         <Key>k</Key><UploadId>{id}</UploadId><Initiator><ID>{account}</ID><DisplayName>000000000000</DisplayName></Initiator>\
         <Owner><ID>{account}</ID></Owner><StorageClass>STANDARD</StorageClass>"
    );
    let numbers = |after: u32, next: u32| {
        format!(
            "<PartNumberMarker>{after}</PartNumberMarker><NextPartNumberMarker>{next}</NextPartNumberMarker>\
             <MaxParts>1000</MaxParts><IsTruncated>false</IsTruncated>"
        )
    };
    assert_eq!(ask(id, None).await.unwrap(), format!("{head}{}</ListPartsResult>", numbers(0, 0)));
    scene.part(&bucket, &upload, 3).await;
    assert_eq!(
        ask(id, None).await.unwrap(),
        format!(
            "{head}{}<Part><PartNumber>3</PartNumber><LastModified>2023-11-14T22:13:22.000Z</LastModified>\
             <ETag>&quot;def&quot;</ETag><Size>4</Size></Part></ListPartsResult>",
            numbers(0, 3)
        )
    );
    assert_eq!(ask(id, Some(10)).await.unwrap(), format!("{head}{}</ListPartsResult>", numbers(10, 0)));
    assert_eq!(ask("x", None).await.unwrap_err().0, "NoSuchUpload");
    bucket.objects.abort_upload("k", &upload.id).await.unwrap();
    assert_eq!(ask(id, None).await.unwrap_err().0, "NoSuchUpload");
}

#[tokio::test]
async fn buckets_page_by_page() {
    let scene = Scene::new();
    let ask = async |change: fn(&mut ListBucketsInput), token: Option<String>| {
        let mut input = ListBucketsInput { continuation_token: token, ..Default::default() };
        change(&mut input);
        scene.ask::<ListBuckets>("", input).await.unwrap()
    };
    let head = format!(
        "{HEAD}<ListAllMyBucketsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Owner><ID>{}</ID></Owner>",
        scene.caller.canonical_id
    );
    assert_eq!(ask(|_| (), None).await, format!("{head}<Buckets/></ListAllMyBucketsResult>"));
    for (name, region) in [("b-1", "us-east-1"), ("a-1", "eu-west-1"), ("a-2", "us-east-1"), ("a-3", "eu-west-1")] {
        scene.bucket(name, region).await;
    }
    let plain = ask(|_| (), None).await;
    assert_eq!(within(&plain, "Bucket", "Name"), ["a-1", "a-2", "a-3", "b-1"]);
    assert!(plain.contains(
        "<Bucket><Name>a-1</Name><CreationDate>2023-11-14T22:13:20.000Z</CreationDate>\
         <BucketArn>arn:aws:s3:::a-1</BucketArn></Bucket>"
    ));
    assert!(all(&plain, "BucketRegion").is_empty() && all(&plain, "Prefix").is_empty());
    let prefixed = ask(|i| i.prefix = Some("b".to_owned()), None).await;
    assert!(prefixed.ends_with(
        "<BucketRegion>us-east-1</BucketRegion><BucketArn>arn:aws:s3:::b-1</BucketArn></Bucket></Buckets>\
         <Prefix>b</Prefix></ListAllMyBucketsResult>"
    ));
    type Case = (fn(&mut ListBucketsInput), &'static [&'static [&'static str]]);
    let cases: [Case; 4] = [
        (|i| i.max_buckets = Some(1), &[&["a-1"], &["a-2"], &["a-3"], &["b-1"]]),
        (|i| (i.max_buckets, i.bucket_region) = (Some(1), Some("eu-west-1".to_owned())), &[&["a-1"], &["a-3"]]),
        (|i| (i.max_buckets, i.prefix) = (Some(2), Some("a-".to_owned())), &[&["a-1", "a-2"], &["a-3"]]),
        (|i| (i.max_buckets, i.prefix) = (Some(3), Some("a-".to_owned())), &[&["a-1", "a-2", "a-3"]]),
    ];
    for (change, expected) in cases {
        let (mut found, mut token) = (Vec::new(), None);
        loop {
            let page = ask(change, token).await;
            found.push(within(&page, "Bucket", "Name").into_iter().map(str::to_owned).collect::<Vec<_>>());
            token = one(&page, "ContinuationToken").map(str::to_owned);
            if token.is_none() {
                break;
            }
        }
        assert_eq!(found, expected);
    }
}
