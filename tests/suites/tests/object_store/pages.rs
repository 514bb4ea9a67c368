//! More keys than S3 answers or deletes in one request.

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use object_store::path::Path;
use object_store::{ObjectStore as _, ObjectStoreExt as _};
use sandpail_suites::store;

const KEYS: usize = 2500;

#[tokio::test]
async fn listed_and_deleted() {
    let store = store().await;
    let paths: Vec<_> = (0..KEYS).map(|key| Path::from(format!("folder/{key:04}"))).collect();
    let puts = stream::iter(paths.clone()).map(|path| {
        let store = store.clone();
        async move { store.put(&path, "body".into()).await }
    });
    puts.buffer_unordered(16).try_for_each(|_| async { Ok(()) }).await.expect("objects");

    let listed: Vec<_> = store.list(None).map_ok(|object| object.location).try_collect().await.expect("a list");
    assert_eq!(listed, paths);

    let after: Vec<_> = store.list_with_offset(None, &paths[999]).try_collect().await.expect("a list");
    assert_eq!(after.len(), KEYS - 1000);

    let deleted = store.delete_stream(stream::iter(paths).map(Ok).boxed());
    assert_eq!(deleted.try_collect::<Vec<_>>().await.expect("deletions").len(), KEYS);
    assert!(store.list(None).next().await.is_none());
}
