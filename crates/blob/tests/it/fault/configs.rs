//! Bucket configurations.

use sandpail_blob::conformance::Outcome;
use sandpail_blob::conformance::steps::{meta, put_part};
use sandpail_blob::{ConfigChange, Error, Json};

use super::scene::Scene;
use super::sweeps;

/// A configured, empty bucket with an upload in it.
async fn bucket(scene: &mut Scene) -> Outcome {
    let create = ConfigChange::Create { store: &scene.other, name: "bucket", value: meta("old") };
    scene.guard = scene.other.change_bucket_configs(&[create]).await?.pop();
    let upload = scene.store.create_upload("k", Json::default(), None).await?;
    put_part(&scene.store, "k", &upload.id, 1, b"part").await?;
    Ok(())
}

async fn change(scene: &Scene, changes: &[ConfigChange<'_>]) -> Result<(), Error> {
    scene.other.change_bucket_configs(changes).await.map(drop)
}

sweeps! {
    a_configuration_created: bucket => [
        async |scene: &Scene| change(scene, &[ConfigChange::Create { store: &scene.other, name: "second", value: meta("new") }]).await,
    ];

    a_configuration_changed: bucket => [
        async |scene: &Scene| change(scene, &[ConfigChange::Update { guard: scene.guard(), value: meta("new") }]).await,
    ];

    a_bucket_deleted: bucket => [
        async |scene: &Scene| change(scene, &[ConfigChange::Delete { guard: scene.guard(), empty: Some(&scene.store) }]).await,
    ];

    several_changes: bucket => [
        async |scene: &Scene| change(scene, &[
            ConfigChange::Create { store: &scene.store, name: "elsewhere", value: meta("new") },
            ConfigChange::Delete { guard: scene.guard(), empty: Some(&scene.store) },
            ConfigChange::Create { store: &scene.other, name: "renamed", value: meta("new") },
        ]).await,
    ];
}
