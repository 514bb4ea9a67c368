//! Paging: whatever the size of a page, the pages together are the whole listing, each entry once and in order.

use std::collections::BTreeSet;

use s3s::dto::{
    ListMultipartUploadsInput, ListObjectVersionsInput, ListObjectsInput, ListObjectsV2Input, ListPartsInput,
};
use sandpail_blob::Mode;

use super::scene::{Scene, all, one, within};
use super::{ListMultipartUploads, ListObjectVersions, ListObjects, ListObjectsV2, ListParts};

const KEYS: &[&str] = &[
    "/", "//", "a", "a!", "a/", "a/1", "a/b/2", "a/b/c", "a//", "a0", "b", "c/1", "d", "e/1", "e/2", "e//3", "f",
    "g--h", "g--i--j", "ä", "ä/ö", "z/",
];

/// Prefixes and delimiters to list with.
const VIEWS: &[(&str, Option<&str>)] = &[
    ("", None),
    ("", Some("/")),
    ("", Some("//")),
    ("", Some("--")),
    ("a", None),
    ("a", Some("/")),
    ("a/", Some("/")),
    ("e/", Some("/")),
    ("g--", Some("--")),
    ("ä", Some("/")),
    ("none", Some("/")),
];

/// What a listing is by its definition: keys, and prefixes of keys.
fn model<'a>(keys: &[&'a str], prefix: &str, delimiter: Option<&str>) -> (Vec<&'a str>, Vec<&'a str>) {
    let (mut plain, mut groups) = (Vec::new(), BTreeSet::new());
    let sorted: BTreeSet<&str> = keys.iter().copied().filter(|key| key.starts_with(prefix)).collect();
    for key in sorted {
        match delimiter.and_then(|d| key[prefix.len()..].find(d).map(|at| prefix.len() + at + d.len())) {
            Some(end) => _ = groups.insert(&key[..end]),
            None => plain.push(key),
        }
    }
    (plain, groups.into_iter().collect())
}

/// What the pages of a listing add up to.
#[derive(Debug, Default)]
struct Sum {
    keys: Vec<String>,
    prefixes: Vec<String>,
}

impl Sum {
    /// Adds a page, and holds it to its size.
    fn add(&mut self, page: &str, entry: &str, size: i32) {
        let keys = within(page, entry, "Key");
        let prefixes = within(page, "CommonPrefixes", "Prefix");
        let held = keys.len() + prefixes.len();
        let full = i32::try_from(held).unwrap() == size;
        assert!(full || (held < usize::try_from(size).unwrap() && !truncated(page)), "{size}: {page}");
        self.keys.extend(keys.into_iter().map(str::to_owned));
        self.prefixes.extend(prefixes.into_iter().map(str::to_owned));
    }

    fn check(&self, (keys, prefixes): &(Vec<&str>, Vec<&str>), view: (&str, Option<&str>), size: i32) {
        assert_eq!(&self.keys, keys, "{view:?} {size}");
        assert_eq!(&self.prefixes, prefixes, "{view:?} {size}");
    }
}

fn truncated(page: &str) -> bool {
    one(page, "IsTruncated") == Some("true")
}

#[tokio::test]
async fn objects_in_both_forms() {
    let scene = Scene::new();
    let bucket = scene.bucket("bucket", "us-east-1").await;
    for key in KEYS {
        scene.put(&bucket, key, Mode::Replace).await;
    }
    for view in VIEWS {
        for size in 1..=i32::try_from(KEYS.len()).unwrap() + 1 {
            let expected = model(KEYS, view.0, view.1);
            first_form(&scene, *view, size).await.check(&expected, *view, size);
            second_form(&scene, *view, size).await.check(&expected, *view, size);
        }
    }
}

async fn first_form(scene: &Scene, (prefix, delimiter): (&str, Option<&str>), size: i32) -> Sum {
    let (mut sum, mut marker) = (Sum::default(), None);
    loop {
        let input = ListObjectsInput {
            bucket: "bucket".to_owned(),
            prefix: Some(prefix.to_owned()),
            delimiter: delimiter.map(str::to_owned),
            marker: marker.clone(),
            max_keys: Some(size),
            ..Default::default()
        };
        let page = scene.ask::<ListObjects>("", input).await.unwrap();
        assert_eq!(one(&page, "Marker"), Some(marker.as_deref().unwrap_or_default()));
        sum.add(&page, "Contents", size);
        let next = one(&page, "NextMarker");
        assert_eq!(next.is_some(), truncated(&page) && delimiter.is_some());
        if !truncated(&page) {
            return sum;
        }
        marker = Some(next.unwrap_or_else(|| within(&page, "Contents", "Key").pop().unwrap()).to_owned());
    }
}

async fn second_form(scene: &Scene, (prefix, delimiter): (&str, Option<&str>), size: i32) -> Sum {
    let (mut sum, mut token) = (Sum::default(), None);
    loop {
        let input = ListObjectsV2Input {
            bucket: "bucket".to_owned(),
            prefix: Some(prefix.to_owned()),
            delimiter: delimiter.map(str::to_owned),
            continuation_token: token.clone(),
            max_keys: Some(size),
            ..Default::default()
        };
        let page = scene.ask::<ListObjectsV2>("", input).await.unwrap();
        assert_eq!(one(&page, "ContinuationToken"), token.as_deref());
        sum.add(&page, "Contents", size);
        let count = all(&page, "Contents").len() + all(&page, "CommonPrefixes").len();
        assert_eq!(one(&page, "KeyCount"), Some(count.to_string().as_str()));
        token = one(&page, "NextContinuationToken").map(str::to_owned);
        assert_eq!(token.is_some(), truncated(&page));
        if token.is_none() {
            return sum;
        }
    }
}

/// Markers of ListObjectVersions: key and version.
type Markers = (Option<String>, Option<String>);

async fn versions(scene: &Scene, view: (&str, Option<&str>), size: i32, markers: Markers) -> String {
    let input = ListObjectVersionsInput {
        bucket: "bucket".to_owned(),
        prefix: Some(view.0.to_owned()),
        delimiter: view.1.map(str::to_owned),
        key_marker: markers.0,
        version_id_marker: markers.1,
        max_keys: Some(size),
        ..Default::default()
    };
    scene.ask::<ListObjectVersions>("", input).await.unwrap()
}

/// Key, version and whether it is the latest, of each entry in its order, whichever of the two it is.
fn entries(page: &str) -> Vec<(String, String, bool)> {
    let unified = page.replace("DeleteMarker>", "Version>");
    let inner = all(&unified, "Version");
    let text = |entry: &str, element| one(entry, element).unwrap().to_owned();
    inner.into_iter().map(|e| (text(e, "Key"), text(e, "VersionId"), one(e, "IsLatest") == Some("true"))).collect()
}

#[tokio::test]
async fn versions_newest_first() {
    let scene = Scene::new();
    let bucket = scene.bucket("bucket", "us-east-1").await;
    let mut expected = Vec::new();
    for key in ["a", "a/1", "a/2", "b", "c/1", "d"] {
        let mut ids = vec![scene.put(&bucket, key, Mode::Replace).await];
        ids.push(scene.put(&bucket, key, Mode::NewVersion).await);
        ids.push(scene.mark(&bucket, key).await);
        if key != "b" {
            ids.push(scene.put(&bucket, key, Mode::NewVersion).await);
        }
        let newest_first = ids.iter().rev().enumerate();
        expected.extend(newest_first.map(|(at, id)| (key.to_owned(), id.to_string(), at == 0)));
    }
    let whole = versions(&scene, ("", None), 1000, (None, None)).await;
    assert_eq!(entries(&whole), expected);
    assert_eq!(all(&whole, "DeleteMarker").len(), 6);

    for view in [("", None), ("", Some("/")), ("a", None), ("a", Some("/")), ("a/", Some("/")), ("c", Some("/"))] {
        let whole = versions(&scene, view, 1000, (None, None)).await;
        for size in 1..=i32::try_from(expected.len()).unwrap() + 1 {
            let (mut found, mut prefixes, mut markers) = (Vec::new(), Vec::new(), (None, None));
            loop {
                let page = versions(&scene, view, size, markers).await;
                found.extend(entries(&page));
                prefixes.extend(within(&page, "CommonPrefixes", "Prefix").into_iter().map(str::to_owned));
                let next = |element| one(&page, element).map(str::to_owned);
                markers = (next("NextKeyMarker"), next("NextVersionIdMarker"));
                assert_eq!(markers.0.is_some(), truncated(&page));
                if !truncated(&page) {
                    break;
                }
            }
            assert_eq!(found, entries(&whole), "{view:?} {size}");
            assert_eq!(prefixes, within(&whole, "CommonPrefixes", "Prefix"), "{view:?} {size}");
        }
    }
}

#[tokio::test]
async fn uploads_in_the_order_of_their_start() {
    let scene = Scene::new();
    let bucket = scene.bucket("bucket", "us-east-1").await;
    let keys = ["c", "a/2", "b", "b", "a/1", "b", "d/1", "e", "d/1"];
    for key in keys {
        scene.upload(&bucket, key, None).await;
    }
    for view in [("", None), ("", Some("/")), ("a/", Some("/")), ("d", Some("/"))] {
        let whole = uploads(&scene, view, 1000, (None, None)).await;
        for size in 1..=i32::try_from(keys.len()).unwrap() + 1 {
            let (mut found, mut prefixes, mut markers) = (Vec::new(), Vec::new(), (None, None));
            loop {
                let page = uploads(&scene, view, size, markers).await;
                found.extend(within(&page, "Upload", "UploadId").into_iter().map(str::to_owned));
                prefixes.extend(within(&page, "CommonPrefixes", "Prefix").into_iter().map(str::to_owned));
                let next = |element| one(&page, element).map(str::to_owned);
                markers = (next("NextKeyMarker"), next("NextUploadIdMarker"));
                if markers.0.as_deref() == Some("") {
                    // A page of prefixes alone names no marker; the last prefix is one.
                    assert!(all(&page, "Upload").is_empty(), "{page}");
                    markers.0 = prefixes.last().cloned();
                }
                if !truncated(&page) {
                    break;
                }
            }
            assert_eq!(found, within(&whole, "Upload", "UploadId"), "{view:?} {size}");
            assert_eq!(prefixes, within(&whole, "CommonPrefixes", "Prefix"), "{view:?} {size}");
        }
    }
    let whole = uploads(&scene, ("", None), 1000, (None, None)).await;
    assert_eq!(within(&whole, "Upload", "Key"), ["a/1", "a/2", "b", "b", "b", "c", "d/1", "d/1", "e"]);
    assert!(within(&whole, "Upload", "Initiated").windows(2).any(|pair| pair[0] > pair[1]));
    let of_b = uploads(&scene, ("b", None), 1000, (None, None)).await;
    assert!(within(&of_b, "Upload", "Initiated").is_sorted());
}

async fn uploads(scene: &Scene, view: (&str, Option<&str>), size: i32, markers: Markers) -> String {
    let input = ListMultipartUploadsInput {
        bucket: "bucket".to_owned(),
        prefix: Some(view.0.to_owned()),
        delimiter: view.1.map(str::to_owned),
        key_marker: markers.0,
        upload_id_marker: markers.1,
        max_uploads: Some(size),
        ..Default::default()
    };
    scene.ask::<ListMultipartUploads>("", input).await.unwrap()
}

#[tokio::test]
async fn parts_by_number() {
    let scene = Scene::new();
    let bucket = scene.bucket("bucket", "us-east-1").await;
    let upload = scene.upload(&bucket, "k", None).await;
    for number in [7, 1, 10_000, 2, 300] {
        scene.part(&bucket, &upload, number).await;
    }
    for size in 1..=6 {
        let (mut found, mut marker) = (Vec::new(), None);
        loop {
            let input = ListPartsInput {
                bucket: "bucket".to_owned(),
                key: "k".to_owned(),
                upload_id: upload.id.to_string(),
                part_number_marker: marker,
                max_parts: Some(size),
                ..Default::default()
            };
            let page = scene.ask::<ListParts>("", input).await.unwrap();
            found.extend(within(&page, "Part", "PartNumber").into_iter().map(str::to_owned));
            marker = Some(one(&page, "NextPartNumberMarker").unwrap().parse().unwrap());
            if !truncated(&page) {
                break;
            }
        }
        assert_eq!(found, ["1", "2", "7", "300", "10000"], "{size}");
    }
}
