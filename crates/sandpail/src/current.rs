//! What is served at the moment, and how the same is made anew.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use sandpail_control::{Clock, Entropy};
use sandpail_s3::{Service, Settings};
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

use crate::StartError;
use crate::seed::{self, Seeded};

/// What a service begins with.
pub(crate) struct Origin {
    pub(crate) settings: Settings,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) buckets: Vec<String>,
    /// The folder of objects to begin with.
    pub(crate) seed: Option<PathBuf>,
}

impl Origin {
    /// A new service with its first buckets and objects.
    ///
    /// # Errors
    /// A setting, a bucket or an object that S3 refuses, a folder that cannot be read.
    async fn make(&self) -> Result<(Service, Seeded), StartError> {
        let service = Service::mem(self.settings.clone(), Arc::clone(&self.clock), Arc::clone(&self.entropy))?;
        for bucket in &self.buckets {
            service.create_bucket(bucket).await?;
        }
        let seeded = match &self.seed {
            Some(folder) => seed::load(&service, folder).await?,
            None => Seeded::default(),
        };
        Ok((service, seeded))
    }
}

/// The service that requests are sent to.
pub(crate) struct Current {
    origin: Arc<Origin>,
    service: RwLock<Arc<Service>>,
}

impl Current {
    /// Begins.
    ///
    /// # Errors
    /// As [`Origin::make`].
    pub(crate) async fn begin(origin: Origin) -> Result<(Self, Seeded), StartError> {
        let (service, seeded) = origin.make().await?;
        Ok((Self { origin: Arc::new(origin), service: RwLock::new(Arc::new(service)) }, seeded))
    }

    /// The service for one request, which keeps it to its end.
    pub(crate) fn service(&self) -> Arc<Service> {
        Arc::clone(&self.service.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Begins anew: what was stored is gone, the first buckets and objects are there again. Requests in flight end in what
    /// was before. Where it fails, everything stays as it is.
    ///
    /// # Errors
    /// As [`Origin::make`].
    pub(crate) async fn reset(&self) -> Result<(), StartError> {
        // On a thread of its own, for the files of a seed are read there and others are served meanwhile.
        let (origin, runtime) = (Arc::clone(&self.origin), Handle::current());
        let made = spawn_blocking(move || runtime.block_on(origin.make())).await;
        let (service, _) = made.map_err(|error| StartError::System(io::Error::other(error)))??;
        let mut current = self.service.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *current, Arc::new(service));
        drop(current);
        // Freed here, after the lock.
        drop(before);
        Ok(())
    }
}
