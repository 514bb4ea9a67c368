//! The promises of the codec, as properties of arbitrary names.

use proptest::{prelude::*, test_runner::RngSeed};

use super::{Namespace, Parsed, Range, RecordKey, Tag};
use crate::{PayloadId, UploadId};

/// Names made of what an encoding trips over: NUL, 0x01, 0x02, slashes, the highest character, and some others.
fn name() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        4 => prop::sample::select(vec!['\0', '\u{1}', '\u{2}', '/', '.', 'a', 'b', 'ÿ', '\u{10FFFF}']),
        1 => any::<char>(),
    ];
    prop::collection::vec(character, 0..6).prop_map(|characters| characters.into_iter().collect())
}

fn namespace() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(name(), 0..3)
}

fn space(segments: &[String]) -> Namespace {
    segments.iter().fold(Namespace::root(), |space, segment| space.child(segment))
}

fn holds(range: &Range, key: &RecordKey) -> bool {
    range.from <= *key && *key < range.to
}

/// One record of each kind, with what it is named by.
fn records(space: &Namespace, key: &str, seq: u64, number: u32) -> Vec<(Tag, RecordKey)> {
    let upload = UploadId::issue(seq, 7);
    vec![
        (Tag::Live, space.live(key)),
        (Tag::Dead, space.dead(key)),
        (Tag::Version, space.version(key, seq)),
        (Tag::Imported, space.imported(key, key)),
        (Tag::Config, space.config(key)),
        (Tag::Upload, space.upload(key, &upload)),
        (Tag::Part, space.part(key, &upload, number)),
        (Tag::File, Namespace::file(key)),
        (Tag::Lease, Namespace::lease(number)),
        (Tag::Refs, Namespace::refs(PayloadId::new(seq, 1))),
        (Tag::Manifest, Namespace::manifest(PayloadId::new(seq, 1))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn keys_sort_as_names_do(a in name(), b in name(), space_of in namespace()) {
        let space = space(&space_of);
        prop_assert_eq!(space.live(&a).cmp(&space.live(&b)), a.cmp(&b));
        prop_assert_eq!(space.version(&a, 1).cmp(&space.version(&b, 1)), a.cmp(&b));
    }

    #[test]
    fn newer_versions_come_first(key in name(), a: u64, b: u64) {
        let space = space(&[]);
        prop_assert_eq!(space.version(&key, a).cmp(&space.version(&key, b)), b.cmp(&a));
    }

    #[test]
    fn names_come_back(key in name(), space_of in namespace(), seq: u64, number: u32) {
        let space = space(&space_of);
        for (tag, at) in records(&space, &key, seq, number) {
            prop_assert_eq!(Tag::of(&at), Some(tag), "{:?}", at);
        }
        let imported = space.imported(&key, "id");
        let mut fields = Parsed::of(&imported, &space, Tag::Imported).expect("a record of that kind");
        prop_assert_eq!((fields.segment(), fields.segment()), (Some(key.clone()), Some("id".to_owned())));
        prop_assert_eq!(space.part(&key, &UploadId::issue(seq, 7), number).number(), Some(number));
    }

    #[test]
    fn no_two_records_share_a_key(
        a in (namespace(), name(), any::<u64>()),
        b in (namespace(), name(), any::<u64>()),
    ) {
        let of = |(space_of, key, seq): &(Vec<String>, String, u64)| {
            let space = space(space_of);
            [space.live(key), space.dead(key), space.version(key, *seq), space.config(key), space.imported(key, key)]
        };
        for (left_kind, left) in of(&a).iter().enumerate() {
            for (right_kind, right) in of(&b).iter().enumerate() {
                let same_names = a.0 == b.0 && a.1 == b.1 && (a.2 == b.2 || left_kind != 2);
                prop_assert_eq!(left == right, left_kind == right_kind && same_names);
            }
        }
    }

    #[test]
    fn a_prefix_range_holds_what_begins_so(key in name(), prefix in name(), space_of in namespace(), seq: u64) {
        let space = space(&space_of);
        let begins = key.starts_with(&prefix);
        prop_assert_eq!(holds(&space.starting(Tag::Live, &prefix), &space.live(&key)), begins);
        prop_assert_eq!(holds(&space.starting(Tag::Version, &prefix), &space.version(&key, seq)), begins);
        // What comes after the range is exactly what is greater and does not begin so.
        prop_assert_eq!(space.live(&key) >= space.starting(Tag::Live, &prefix).to, key > prefix && !begins);
    }

    #[test]
    fn a_key_range_holds_that_key_alone(key in name(), other in name(), seq: u64) {
        let space = space(&[]);
        prop_assert_eq!(holds(&space.under(Tag::Version, &key), &space.version(&other, seq)), key == other);
        prop_assert_eq!(space.live(&other) >= space.under(Tag::Live, &key).to, other > key);
        prop_assert_eq!(space.live(&other) >= space.live(&key).next(), other > key);
        let (upload, next) = (UploadId::issue(1, 7), UploadId::issue(2, 7));
        prop_assert!(holds(&space.parts(&key, &upload), &space.part(&key, &upload, u32::MAX)));
        prop_assert!(!holds(&space.parts(&key, &upload), &space.part(&key, &next, 0)));
    }

    #[test]
    fn namespaces_keep_apart(a in namespace(), b in namespace(), key in name(), seq: u64) {
        let (left, right) = (space(&a), space(&b));
        for (tag, at) in records(&left, &key, seq, 1).into_iter().take(7) {
            prop_assert_eq!(holds(&right.all(tag), &at), a == b, "{:?} in {:?}", at, right);
            let below = a.len() > b.len() && a.starts_with(&b);
            prop_assert_eq!(holds(&right.children(), &at), below, "{:?} below {:?}", at, right);
            let [root, named] = Namespace::everything();
            prop_assert_eq!((holds(&root, &at), holds(&named, &at)), (a.is_empty(), !a.is_empty()));
        }
    }
}

#[test]
fn parts_in_a_row_leave_no_gap() {
    let space = space(&["n".to_owned()]);
    let upload = UploadId::issue(1, 1);
    let part = |number| space.part("k", &upload, number);
    for (left, right, followed) in [(1, 2, true), (255, 256, true), (1, 3, false), (2, 1, false), (u32::MAX, 0, false)]
    {
        assert_eq!(part(left).next().is_followed_by(&part(right)), followed, "{left}, {right}");
    }
    assert!(!part(1).is_followed_by(&part(2)), "a key itself is no successor");
    assert!(!part(1).next().is_followed_by(&space.part("l", &upload, 2)));
}

#[test]
fn a_namespace_shows_its_segments() {
    assert_eq!(format!("{:?}", space(&["a/b".to_owned(), "\0".to_owned()])), r#"["a/b", "\0"]"#);
}
