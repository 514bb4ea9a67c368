//! The operations that race each other, over one small world that holds something for each of them.

use std::sync::Arc;

use sandpail_blob::conformance::steps::{
    absent, always, collect, digest, head, meta, names, payloads, put, put_part, seal, version, versions,
};
use sandpail_blob::conformance::{FaultyVfs, Outcome, Pauses, TestSource, dump};
use sandpail_blob::{
    BlobInfo, BlobStore, ConfigChange, Error, Guard, Json, Kind, MemVfs, Mode, NewPart, NewVersion, Removal, Rename,
    Selector, Source, UploadId, VersionId, Vfs,
};

use crate::choices::{Task, now};

/// Key `k` with a null version, a composite and a newest one; key `l` with one blob; an upload for `k` with two parts; an empty bucket beside.
pub(super) struct Ground {
    faults: Arc<FaultyVfs>,
    store: BlobStore,
    empty: BlobStore,
    newest: BlobInfo,
    single: BlobInfo,
    upload: UploadId,
    guard: Guard,
}

impl Ground {
    pub(super) fn new() -> Self {
        let faults = Arc::new(FaultyVfs::new(Arc::new(MemVfs::new())));
        let source: Arc<dyn Source> = Arc::new(TestSource::default());
        let root = BlobStore::new(Arc::clone(&faults) as Arc<dyn Vfs>, source, "race");
        now(Self::laid(faults, &root)).expect("no fault")
    }

    async fn laid(faults: Arc<FaultyVfs>, root: &BlobStore) -> Outcome<Self> {
        let (store, empty) = (root.child("bucket"), root.child("empty"));
        put(&store, "k", b"null", Mode::Replace).await?;
        sandpail_blob::conformance::steps::compose(&store, "k", &[b"pa", b"rts"], Mode::NewVersion).await?;
        let newest = put(&store, "k", b"newest", Mode::NewVersion).await?;
        let single = put(&store, "l", b"single one", Mode::Replace).await?;
        let upload = store.create_upload("k", meta("upload"), None).await?.id;
        put_part(&store, "k", &upload, 1, b"part one").await?;
        put_part(&store, "k", &upload, 2, b"second part").await?;
        let create = ConfigChange::Create { store: root, name: "empty", value: meta("config") };
        let guard = root.change_bucket_configs(&[create]).await?.remove(0);
        Ok(Self { faults, store, empty, newest, single, upload, guard })
    }

    /// From here on every call is a point at which another task can run, and scans give pages of at most `page` records.
    pub(super) fn race(&self, page: Option<usize>) {
        self.faults.pause(Pauses::Before);
        self.faults.page(page);
    }

    /// The race is over.
    pub(super) fn rest(&self) {
        self.faults.pause(Pauses::Never);
        self.faults.page(None);
    }

    /// All that can be seen, and the sizes of all that is stored.
    pub(super) fn state(&self) -> String {
        let state = async {
            let mut sizes: Vec<_> = payloads(&*self.faults).await?.into_iter().map(|(_, size)| size).collect();
            sizes.sort_unstable();
            Outcome::Ok(format!("{}empty:\n{}stored: {sizes:?}", dump(&self.store).await?, dump(&self.empty).await?))
        };
        now(state).unwrap_or_else(|failure| panic!("{failure:?}"))
    }
}

/// An operation with its body sealed, if it has one, that is yet to begin.
pub(super) type Operation = for<'a> fn(&'a Ground) -> Task<'a, String>;

fn told(outcome: Result<impl Into<String>, Error>) -> String {
    match outcome {
        Ok(answer) => answer.into(),
        Err(error) => format!("{error:?}").split([' ', '(', '{']).next().unwrap_or_default().to_owned(),
    }
}

fn publish<'a>(
    ground: &'a Ground,
    store: &'a BlobStore,
    key: &'static str,
    body: &'static [u8],
    new: NewVersion,
    if_absent: bool,
) -> Task<'a, String> {
    let sealed = now(seal(&ground.store, body)).expect("no fault");
    let check = move |current: Option<&BlobInfo>| if if_absent { absent(current) } else { always(current) };
    Box::pin(async move { told(store.publish(key, sealed, new, check).await.map(|_| "written")) })
}

fn put_mode(ground: &Ground, mode: Mode) -> Task<'_, String> {
    publish(ground, &ground.store, "k", b"written", version(mode, b"written"), false)
}

fn remove<'a>(ground: &'a Ground, key: &'static str, how: Removal) -> Task<'a, String> {
    Box::pin(async move {
        let removed = ground.store.remove(key, how, None, always).await;
        told(removed.map(|removed| format!("removed {:?}", removed.removed.map(|info| info.etag))))
    })
}

/// Removes a key at once, or else by itself.
fn erase_at_once<'a>(ground: &'a Ground, key: &'static str) -> Task<'a, String> {
    Box::pin(async move {
        let removed = match ground.store.erase_at_once(&[key, key], None).await {
            Ok(removed) if removed == [true, true] => Ok(()),
            Ok(_) => ground.store.remove(key, Removal::Erase, None, always).await.map(drop),
            Err(error) => Err(error),
        };
        told(removed.map(|()| "removed"))
    })
}

fn remove_version<'a>(ground: &'a Ground, id: VersionId) -> Task<'a, String> {
    Box::pin(async move {
        let removed = ground.store.remove_version("k", &id, None, always).await;
        told(removed.map(|removed| format!("removed {:?}", removed.map(|info| info.etag))))
    })
}

fn copy<'a>(ground: &'a Ground, source: &'a BlobInfo, key: &'static str, mode: Mode) -> Task<'a, String> {
    let new = NewVersion { etag: source.etag.clone(), ..version(mode, b"") };
    Box::pin(async move { told(ground.store.copy(source, key, new, always).await.map(|_| "copied")) })
}

fn rename<'a>(ground: &'a Ground, from: &'static str, to: &'static str) -> Task<'a, String> {
    let any = |_: Option<&BlobInfo>, _: Option<&BlobInfo>| Ok::<_, Error>(());
    Box::pin(async move { told(ground.store.rename(from, to, Rename::default(), any).await.map(|_| "renamed")) })
}

fn part(ground: &Ground, number: u32) -> Task<'_, String> {
    let sealed = now(seal(&ground.store, b"late part")).expect("no fault");
    let new = NewPart { etag: digest(b"late part"), checksum: None };
    Box::pin(async move { told(ground.store.put_part("k", &ground.upload, number, sealed, new).await.map(|_| "put")) })
}

fn copy_part<'a>(ground: &'a Ground, source: &'a BlobInfo, number: u32) -> Task<'a, String> {
    let new = NewPart { etag: "copied".into(), checksum: None };
    Box::pin(async move {
        told(ground.store.copy_part("k", &ground.upload, number, source, 1..4, new).await.map(|_| "copied"))
    })
}

/// Completes from the first two parts, whatever they hold by then: the ETag is made of what the plan sees.
fn complete(ground: &Ground, mode: Mode) -> Task<'_, String> {
    Box::pin(async move {
        let made = ground.store.complete_upload("k", &ground.upload, &[1, 2], |_, parts, _| {
            let whole = parts.iter().take(2).map(|part| match part.etag.as_str() {
                tag if tag == digest(b"part one") => "part one",
                tag if tag == digest(b"late part") => "late part",
                "copied" => "ing",
                _ => "second part",
            });
            Ok::<_, Error>(version(mode, whole.collect::<String>().as_bytes()))
        });
        told(made.await.map(|made| format!("completed {}", made.size)))
    })
}

fn change(ground: &Ground, delete: bool) -> Task<'_, String> {
    Box::pin(async move {
        let update = ConfigChange::Update { guard: &ground.guard, value: meta("changed") };
        let delete =
            if delete { ConfigChange::Delete { guard: &ground.guard, empty: Some(&ground.empty) } } else { update };
        told(ground.store.change_bucket_configs(&[delete]).await.map(|_| "changed"))
    })
}

fn read(ground: &Ground) -> Task<'_, String> {
    Box::pin(async move {
        let all = |found: Option<&BlobInfo>| match found {
            Some(info) if !matches!(info.kind, Kind::DeleteMarker) => Ok(((), 0..info.size)),
            _ => Err(Error::NotFound("k".into())),
        };
        match ground.store.read("k", &Selector::Current, all).await {
            Ok(((), info, reader)) => match collect(reader).await {
                Ok(body) => format!("read {body:?} of {}: {}", info.size, digest(&body) == info.etag),
                Err(error) => format!("broken {error:?}"),
            },
            Err(error) => told(Err::<String, _>(error)),
        }
    })
}

/// Every operation that takes part, by name.
pub(super) const OPERATIONS: &[(&str, Operation)] = &[
    ("put", |ground| put_mode(ground, Mode::Replace)),
    ("put versioned", |ground| put_mode(ground, Mode::NewVersion)),
    ("put suspended", |ground| put_mode(ground, Mode::ReplaceNull)),
    ("put if absent", |ground| publish(ground, &ground.store, "m", b"first", version(Mode::Replace, b"first"), true)),
    ("put if absent, too", |ground| {
        publish(ground, &ground.store, "m", b"second", version(Mode::NewVersion, b"second"), true)
    }),
    ("put guarded", |ground| {
        let new = NewVersion { guard: Some(ground.guard.clone()), ..version(Mode::Replace, b"guarded") };
        publish(ground, &ground.empty, "k", b"guarded", new, false)
    }),
    ("erase", |ground| remove(ground, "k", Removal::Erase)),
    ("erase the other", |ground| remove(ground, "l", Removal::Erase)),
    ("erase the other at once", |ground| erase_at_once(ground, "l")),
    ("mark", |ground| remove(ground, "k", Removal::Marker(meta("marker")))),
    ("mark null", |ground| remove(ground, "k", Removal::NullMarker(meta("marker")))),
    ("remove newest", |ground| remove_version(ground, ground.newest.version.clone())),
    ("remove null", |ground| remove_version(ground, VersionId::null())),
    ("copy over the other", |ground| copy(ground, &ground.newest, "l", Mode::Replace)),
    ("copy the other over", |ground| copy(ground, &ground.single, "k", Mode::NewVersion)),
    ("copy the other to a new key", |ground| copy(ground, &ground.single, "m", Mode::Replace)),
    ("copy onto itself", |ground| copy(ground, &ground.single, "l", Mode::Replace)),
    ("rename the other over", |ground| rename(ground, "l", "k")),
    ("rename over the other", |ground| rename(ground, "k", "l")),
    ("change metadata", |ground| {
        let change = |found: Option<&BlobInfo>| found.map(|_| meta("changed")).ok_or(Error::NotFound("k".into()));
        Box::pin(
            async move { told(ground.store.update_meta("k", &Selector::Current, change).await.map(|_| "changed")) },
        )
    }),
    ("replace a part", |ground| part(ground, 1)),
    ("put a part", |ground| part(ground, 3)),
    ("copy a part", |ground| copy_part(ground, &ground.single, 1)),
    ("complete", |ground| complete(ground, Mode::Replace)),
    ("complete versioned", |ground| complete(ground, Mode::NewVersion)),
    ("abort", |ground| {
        Box::pin(async move { told(ground.store.abort_upload("k", &ground.upload).await.map(|()| "aborted")) })
    }),
    ("begin an upload", |ground| {
        Box::pin(async move {
            told(ground.empty.create_upload("k", Json::default(), Some(&ground.guard)).await.map(|_| "begun"))
        })
    }),
    ("change a configuration", |ground| change(ground, false)),
    ("delete the bucket", |ground| change(ground, true)),
    ("read", read),
    ("look up", |ground| {
        Box::pin(async move {
            told(head(&ground.store, "k").await.map(|found| format!("found {:?}", found.map(|info| info.etag))))
        })
    }),
    ("copy the other to an earlier key", |ground| copy(ground, &ground.single, "a", Mode::Replace)),
    // How much it finds is chance: between a commit and its unlinking, what was retired is an orphan. What is left is not.
    ("sweep", |ground| {
        Box::pin(async move {
            let late = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1 << 33);
            told(ground.store.sweep(late).await.map(|_| "swept"))
        })
    }),
    ("list versions", |ground| {
        Box::pin(async move {
            let told_of =
                |info: &BlobInfo| format!("{}@{}{} ", info.key, info.etag, if info.is_latest { " latest" } else { "" });
            told(versions(&ground.store, "").await.map(|infos| infos.iter().map(told_of).collect::<String>()))
        })
    }),
    ("list parts", |ground| {
        Box::pin(async move {
            let page = ground.store.list_parts("k", &ground.upload, 0, 9).await;
            told(page.map(|page| {
                page.parts.iter().map(|part| format!("{}:{} ", part.number, part.etag)).collect::<String>()
            }))
        })
    }),
    ("list", |ground| {
        Box::pin(async move { told(names(&ground.store, "", None).await.map(|names| format!("listed {names:?}"))) })
    }),
];
