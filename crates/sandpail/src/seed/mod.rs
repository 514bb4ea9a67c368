//! Objects to begin with: `FOLDER/<bucket>/<key>`.
//!
//! Each folder in it is a bucket, each file below that an object, and its path the key. They are put through S3 itself,
//! streamed, in the order of their names, so S3's rules hold for them. Their type follows from the file name's ending;
//! a file `.sandpail.json` says otherwise for its folder, and any header of PutObject: `headers`. Links are followed. Names
//! that begin with two dots are left out: so the folders are called behind which Kubernetes hides a ConfigMap.

mod body;
mod headers;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST};
use http::{Method, Request};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sandpail_s3::{Body, ByOperator, CreateBucketError, Service};

use self::body::FileBody;
use self::headers::{Headers, SIDECAR};

/// What is encoded in a path: everything but the unreserved characters and the slash.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Folders within folders: more of them are a link that leads back.
const DEPTH: usize = 512;

/// What was found in a seed folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Seeded {
    /// Its buckets.
    pub buckets: u64,
    /// The objects in them.
    pub objects: u64,
    /// The bytes of those.
    pub bytes: u64,
}

/// Why a server cannot begin with what is in a folder.
#[derive(Debug, thiserror::Error)]
#[error("seed {}: {why}", path.display())]
#[non_exhaustive]
pub struct SeedError {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong with it.
    pub why: SeedFault,
}

/// What is wrong with a file or folder of a seed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SeedFault {
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Its name is no UTF-8, which a key must be.
    #[error("the name is not UTF-8")]
    Name,
    /// It is a file where only buckets can be.
    #[error("this is a file where buckets are; put it into a folder named as its bucket")]
    Stray,
    /// Folders lie in one another without end.
    #[error("folders lie more than {DEPTH} deep; does a link lead back?")]
    Depth,
    /// A `.sandpail.json` that is not an object of objects of texts.
    #[error("{0}; it takes an object such as {{\"cat.jpg\": {{\"content-type\": \"image/jpeg\"}}}}")]
    Headers(serde_json::Error),
    /// A `.sandpail.json` tells of a file that is not beside it.
    #[error("there is no file {0:?} beside it")]
    Unknown(String),
    /// A header that HTTP cannot carry, or that tells how a body is sent.
    #[error("{0:?} is no header that an object can have")]
    Header(String),
    /// S3 refuses it.
    #[error("S3 says {status} {code}")]
    Refused {
        /// The status.
        status: u16,
        /// The code of the error; empty where S3 sends none.
        code: String,
    },
    /// S3 refuses the bucket.
    #[error(transparent)]
    Bucket(#[from] CreateBucketError),
}

type Result<T> = std::result::Result<T, SeedError>;

/// An error of `path`.
fn at(path: &Path) -> impl FnOnce(SeedFault) -> SeedError {
    move |why| SeedError { path: path.to_owned(), why }
}

/// Puts everything in `folder` into `service`.
///
/// # Errors
/// The first file or folder that cannot be read, or that S3 refuses.
pub(crate) async fn load(service: &Service, folder: &Path) -> Result<Seeded> {
    let mut seeded = Seeded::default();
    for (bucket, path) in entries(folder)? {
        if bucket.starts_with('.') {
            continue;
        }
        if !path.is_dir() {
            return Err(at(&path)(SeedFault::Stray));
        }
        service.create_bucket(&bucket).await.map_err(|error| at(&path)(error.into()))?;
        seeded.buckets += 1;
        let mut folders = vec![(bucket, path)];
        while let Some((prefix, path)) = folders.pop() {
            if prefix.matches('/').count() > DEPTH {
                return Err(at(&path)(SeedFault::Depth));
            }
            put_all(service, &prefix, &path, &mut folders, &mut seeded).await?;
        }
    }
    Ok(seeded)
}

/// Puts the files of one folder, and adds the folders in it to those to do.
async fn put_all(
    service: &Service,
    prefix: &str,
    folder: &Path,
    folders: &mut Vec<(String, PathBuf)>,
    seeded: &mut Seeded,
) -> Result<()> {
    let entries = entries(folder)?;
    let headers = Headers::of(folder, |name| entries.get(name).is_some_and(|path| path.is_file()))?;
    let mut below = Vec::new();
    for (name, path) in entries {
        let resource = format!("{prefix}/{name}");
        if path.is_dir() {
            below.push((resource, path));
        } else if name != SIDECAR {
            seeded.bytes += put(service, &resource, &name, &path, &headers).await?;
            seeded.objects += 1;
        }
    }
    folders.extend(below.into_iter().rev());
    Ok(())
}

/// Puts one file; answers its length.
async fn put(service: &Service, resource: &str, name: &str, path: &Path, headers: &Headers) -> Result<u64> {
    let io = |error: io::Error| at(path)(error.into());
    let file = fs::File::open(path).map_err(io)?;
    let length = file.metadata().map_err(io)?.len();
    let target = format!("/{}", utf8_percent_encode(resource, PATH));
    let mut request = Request::builder().method(Method::PUT).uri(target).header(HOST, "localhost");
    request = request.header(CONTENT_LENGTH, length);
    if let Some(kind) = mime_guess::from_path(name).first_raw() {
        request = request.header(CONTENT_TYPE, kind);
    }
    let request = request.extension(ByOperator).body(Body::http_body(FileBody::new(file, length)));
    let mut request = request.map_err(|error| at(path)(SeedFault::Header(error.to_string())))?;
    request.headers_mut().extend(headers.of_file(name));
    let (response, answered) = service.answer(request).await;
    let status = response.status();
    if status.is_success() {
        return Ok(length);
    }
    let code = answered.code().unwrap_or_default().to_owned();
    Err(at(path)(SeedFault::Refused { status: status.as_u16(), code }))
}

/// What lies in a folder, by name.
fn entries(folder: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let io = |error: io::Error| at(folder)(error.into());
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| at(&path)(SeedFault::Name))?.to_owned();
        if !name.starts_with("..") {
            found.insert(name, path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
