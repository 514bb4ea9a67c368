//! A world in memory for the tests of listings, and what they read of answers.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use http::{HeaderMap, Method};
use sandpail_blob::{BlobInfo, MemVfs, Mode, NewPart, NewVersion, Removal, Sealed, Upload, VersionId};
use sandpail_control::{ManualClock, SeededEntropy};

use crate::bucket::Bucket;
use crate::error::Error;
use crate::exchange::{Arrival, Exchange};
use crate::front::accounts::Caller;
use crate::front::body::Outcome;
use crate::front::target::Target;
use crate::object::ObjectMeta;
use crate::operation::{Context, Operation};
use crate::ops::bucket::create;
use crate::rules::checksum;
use crate::rules::upload::{Initiator, Sums, UploadMeta};
use crate::settings::Settings;
use crate::world::World;

/// One endpoint, one account.
pub(super) struct Scene {
    pub(super) world: Arc<World>,
    pub(super) caller: Arc<Caller>,
    clock: Arc<ManualClock>,
}

impl Scene {
    pub(super) fn new() -> Self {
        let clock = Arc::new(ManualClock::new(UNIX_EPOCH + Duration::from_secs(1_700_000_000)));
        let entropy = Arc::new(SeededEntropy::from_seed(7));
        let vfs = Arc::new(MemVfs::new());
        let world = World::new(Settings::default(), vfs, Arc::clone(&clock) as Arc<_>, entropy);
        Self { caller: world.accounts.default_caller(), world: Arc::new(world), clock }
    }

    pub(super) async fn bucket(&self, name: &str, region: &str) -> Bucket {
        create::create(&self.world, &self.caller, name, region, Vec::new()).await.unwrap();
        Bucket::load(&self.world, name).await.unwrap()
    }

    /// Asks `O` for `input`, with the raw `query` that an operation sees besides: the document, or code and message.
    pub(super) async fn ask<O: Operation>(&self, query: &str, input: O::Input) -> Result<String, (String, String)> {
        let arrival = Arrival {
            now: self.world.clock.now(),
            method: Method::GET,
            uri: format!("/?{query}").parse().unwrap(),
            host: None,
            secure: false,
            target: Target::parse(None, "/", &[]).unwrap(),
            headers: HeaderMap::new(),
            body: Arc::new(Outcome::default()),
        };
        let exchange = Exchange::new(arrival, Arc::clone(&self.caller), None);
        let cx = Context { world: Arc::clone(&self.world), exchange: Arc::new(exchange) };
        match O::run(&cx, input).await {
            Ok(reply) => Ok(String::from_utf8(reply.body.bytes().unwrap().to_vec()).unwrap()),
            Err(error) => Err((error.document().code.into_owned(), error.document().message.into_owned())),
        }
    }

    async fn sealed(&self, bucket: &Bucket, bytes: &str) -> Sealed {
        // Versions of one instant would hide an order by time.
        self.clock.advance(Duration::from_secs(1));
        let mut draft = bucket.objects.draft(None).await.unwrap();
        draft.write(bytes.to_owned().into()).await.unwrap();
        draft.seal().await.unwrap()
    }

    pub(super) async fn put(&self, bucket: &Bucket, key: &str, mode: Mode) -> VersionId {
        self.put_with(bucket, key, mode, &ObjectMeta::default()).await.version
    }

    pub(super) async fn put_with(&self, bucket: &Bucket, key: &str, mode: Mode, meta: &ObjectMeta) -> BlobInfo {
        let body = self.sealed(bucket, "body").await;
        let sum = checksum::full_object(checksum::DEFAULT, vec![0; 8]);
        let new = NewVersion { checksum: Some(sum), meta: meta.json().unwrap(), ..NewVersion::new(mode, "abc") };
        bucket.objects.publish(key, body, new, |_| Ok::<(), Error>(())).await.unwrap()
    }

    pub(super) async fn mark(&self, bucket: &Bucket, key: &str) -> VersionId {
        self.clock.advance(Duration::from_secs(1));
        let how = Removal::Marker(ObjectMeta::default().json().unwrap());
        let removed = bucket.objects.remove(key, how, None, |_| Ok::<(), Error>(())).await.unwrap();
        removed.marker.unwrap().version
    }

    pub(super) async fn upload(&self, bucket: &Bucket, key: &str, asked: Option<Sums>) -> Upload {
        self.clock.advance(Duration::from_secs(1));
        let initiator = Initiator::of(&self.caller);
        let meta = UploadMeta { object: ObjectMeta::default(), asked, initiator, replaces: false };
        bucket.objects.create_upload(key, meta.json().unwrap(), None).await.unwrap()
    }

    pub(super) async fn part(&self, bucket: &Bucket, upload: &Upload, number: u32) {
        let body = self.sealed(bucket, "part").await;
        let checksum = Some(checksum::full_object(checksum::DEFAULT, vec![0; 8]));
        let new = NewPart { etag: "def".to_owned(), checksum };
        bucket.objects.put_part(&upload.key, &upload.id, number, body, new).await.unwrap();
    }
}

/// The contents of every element of that name.
pub(super) fn all<'a>(document: &'a str, element: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{element}>"), format!("</{element}>"));
    let after_open = document.split(&open as &str).skip(1);
    after_open.map(|rest| rest.split(&close as &str).next().unwrap()).collect()
}

/// The content of the first element of that name.
pub(super) fn one<'a>(document: &'a str, element: &str) -> Option<&'a str> {
    all(document, element).first().copied()
}

/// The content of `element` within each `entry`.
pub(super) fn within<'a>(document: &'a str, entry: &str, element: &str) -> Vec<&'a str> {
    all(document, entry).into_iter().map(|inner| one(inner, element).unwrap()).collect()
}
