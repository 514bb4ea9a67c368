//! Reads: a call that fails makes an error, never an absence, a shorter list or a shorter body (F12, S17).

use std::sync::Arc;

use sandpail_blob::conformance::steps::{
    always, bytes, collect, compose, current, meta, names, put, put_part, versions,
};
use sandpail_blob::conformance::{Fault, Outcome, Span, When};
use sandpail_blob::{BlobStoreMap, Error, Mode, Removal, Source, VfsError, VfsExt as _};

use super::scene::Scene;
use crate::choices::now;

/// A bit of everything.
fn filled() -> Scene {
    let mut scene = Scene::new();
    let fill = async {
        put(&scene.store, "a", b"old", Mode::NewVersion).await?;
        put(&scene.store, "a", b"new", Mode::NewVersion).await?;
        scene.blob = Some(compose(&scene.store, "b", &[b"first", b"second"], Mode::Replace).await?);
        put(&scene.store, "c", b"hidden", Mode::NewVersion).await?;
        scene.store.remove("c", Removal::Marker(meta("gone")), None, always).await?;
        let upload = scene.store.create_upload("d", meta("upload"), None).await?;
        put_part(&scene.store, "d", &upload.id, 1, b"part").await?;
        scene.upload = Some(upload.id);
        scene.store.put_bucket_config("config", &meta("config")).await?;
        scene.store.vfs().put("file", &mut &b"file"[..]).await?;
        Outcome::Ok(())
    };
    now(fill).expect("no fault");
    scene
}

/// Fails each call of `read` in turn: it must answer an error that does not say "absent", however often it is asked.
fn check(read: &impl AsyncFn(&Scene) -> Result<String, Error>) {
    let scene = filled();
    let expected = now(read(&scene)).expect("no fault");
    for call in 0.. {
        scene.faults.arm(Fault {
            call,
            verb: None,
            when: When::Before,
            span: Span::Once,
            error: || VfsError::Unavailable("injected".into()),
        });
        let answer = now(read(&scene));
        let calls = scene.faults.calls();
        if !scene.faults.disarm() {
            assert!(call > 0 && answer.is_ok_and(|answer| answer == expected));
            return;
        }
        let honest = matches!(answer, Err(Error::Vfs(VfsError::Unavailable(_))));
        assert!(honest, "call {call} of {calls:?} failed, and the answer was {answer:?}");
    }
}

/// As [`check`], for an answer that is only looked at as text.
macro_rules! reads {
    ($($name:ident: |$scene:ident| $read:expr;)*) => {$(
        #[test]
        fn $name() {
            check(&async |$scene: &Scene| Ok(format!("{:?}", $read)));
        }
    )*};
}

reads! {
    a_lookup: |scene| versions(&scene.store, "").await?.len() + usize::from(current(&scene.store, "missing").await?.is_some());
    a_whole_blob: |scene| current(&scene.store, "a").await?;
    a_whole_composite: |scene| bytes(&scene.store, scene.blob()).await?;
    a_table_of_parts: |scene| scene.store.parts(scene.blob()).await?;
    a_listing: |scene| names(&scene.store, "", Some("/")).await?;
    a_list_of_parts: |scene| scene.store.list_parts("d", scene.upload(), 0, 9).await?.parts;
    a_list_of_uploads: |scene| scene.store.list_uploads_page(&sandpail_blob::UploadQuery { limit: 9, ..Default::default() }).await?.entries.len();
    an_upload: |scene| scene.store.upload("d", scene.upload()).await?.is_some();
    a_configuration: |scene| scene.store.bucket_config("config").await?.map(|(json, _)| json);
    a_list_of_configurations: |scene| scene.store.list_bucket_configs("", None, 9).await?;
    the_verb_get: |scene| scene.store.get("b").await?;
    the_verb_exists: |scene| scene.store.exists("a").await?;
    the_verb_stat: |scene| scene.store.stat("a").await?.map(|info| info.size);
    the_verb_is_composite: |scene| scene.store.is_composite("b").await?;
    the_verb_latest_version_id: |scene| scene.store.latest_version_id("a").await?;
    the_verb_list: |scene| scene.store.list("").await?.len();
    the_verb_list_versions: |scene| scene.store.list_versions("a").await?;
    the_children_of_a_map: |scene| {
        let map = BlobStoreMap::new(scene.store.vfs(), Arc::clone(&scene.source) as Arc<dyn Source>, "fault");
        map.list_children().await?
    };
    a_file: |scene| scene.store.vfs().stat("file").await?;
    a_list_of_files: |scene| scene.store.vfs().list("").await?;
}

/// A stream that fails gives its error as the last item, after whole chunks only.
#[test]
fn a_stream_ends_with_its_error() {
    let scene = filled();
    let reader = now(scene.store.open(scene.blob(), 0..11)).expect("no fault");
    scene.faults.arm(Fault {
        call: 1,
        verb: None,
        when: When::Before,
        span: Span::Once,
        error: || VfsError::Unavailable("injected".into()),
    });
    let items: Vec<_> = now(futures_util::StreamExt::collect(reader.into_stream()));
    assert!(scene.faults.disarm(), "the second part is fetched when the first was read");
    assert!(matches!(items.as_slice(), [Ok(first), Err(VfsError::Unavailable(_))] if first == "first"), "{items:?}");
    assert!(now(async { collect(scene.store.open(scene.blob(), 0..11).await?).await.map_err(Error::from) }).is_ok());
}
