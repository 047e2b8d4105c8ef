//! Where pictures lie: in a folder, or in a bucket that speaks S3.

use crate::Error;
use model::pictures::{PictureId, Size};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt, RetryConfig};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How long one request to a bucket may take, and with all its repetitions.
const TIMEOUT: Duration = Duration::from_secs(10);
/// When it is worth trying again where the store does not answer, in seconds.
const LATER: u32 = 30;

/// Where to keep pictures.
#[derive(Clone, Debug)]
pub enum StoreLocation {
    /// A folder on this machine.
    Folder(PathBuf),
    /// A bucket of a server that speaks S3.
    Bucket(Bucket),
}

/// A bucket. What is empty comes from the `AWS_…` variables of the environment, or from the machine's own role.
#[derive(Clone, Default)]
pub struct Bucket {
    /// The bucket's own; never empty.
    pub name: String,
    /// What the names of objects begin with; may be empty.
    pub prefix: String,
    /// The address of the server, with `http://` or `https://`; empty for that of AWS.
    pub endpoint: String,
    /// As the server calls it.
    pub region: String,
    /// The public part of the credentials.
    pub access_key_id: String,
    /// The secret part of them, which no log has.
    pub secret_access_key: String,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bucket({}/{} at {:?})", self.name, self.prefix, self.endpoint)
    }
}

/// The store of all pictures.
#[derive(Clone, Debug)]
pub struct Store {
    objects: Arc<dyn ObjectStore>,
    prefix: Path,
}

impl Store {
    /// Makes the folder where it is missing. A bucket is only asked when there is something to ask.
    pub fn open(place: &StoreLocation) -> std::io::Result<Self> {
        match place {
            StoreLocation::Folder(folder) => {
                std::fs::create_dir_all(folder)?;
                let objects = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
                Ok(Self { objects: Arc::new(objects), prefix: Path::default() })
            }
            StoreLocation::Bucket(bucket) => {
                Ok(Self { objects: Arc::new(bucket.open()?), prefix: Path::from(bucket.prefix.as_str()) })
            }
        }
    }

    pub(super) async fn put(&self, id: &PictureId, size: Size, square: Vec<u8>) -> Result<(), Error> {
        self.objects.put(&self.path(id, size), square.into()).await.map(|_| ()).map_err(failed)
    }

    pub(super) async fn get(&self, id: &PictureId, size: Size) -> Result<Vec<u8>, Error> {
        let found = self.objects.get(&self.path(id, size)).await.map_err(failed)?;
        Ok(found.bytes().await.map_err(failed)?.to_vec())
    }

    /// Both sizes; what is not there counts as deleted.
    pub(super) async fn delete(&self, id: &PictureId) -> Result<(), Error> {
        for size in Size::ALL {
            match self.objects.delete(&self.path(id, size)).await.map_err(failed) {
                Ok(()) | Err(Error::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// `0f/0f3c…-96.webp`: a folder of a million files would be slow.
    fn path(&self, id: &PictureId, size: Size) -> Path {
        let shelf = id.as_str().get(..2).unwrap_or_default();
        self.prefix.clone().join(shelf).join(format!("{id}-{}.webp", size.side()))
    }
}

impl Bucket {
    fn open(&self) -> object_store::Result<impl ObjectStore> {
        // The client takes what the process has, and there is one implementation of TLS. Set already: it is this one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        let mut builder = AmazonS3Builder::from_env()
            .with_bucket_name(&self.name)
            // One object at a time is what everyone who speaks S3 understands.
            .with_disable_bulk_delete(true)
            .with_client_options(ClientOptions::new().with_connect_timeout(TIMEOUT / 2).with_timeout(TIMEOUT))
            .with_retry(RetryConfig { max_retries: 2, retry_timeout: TIMEOUT, ..RetryConfig::default() });
        if let Some(endpoint) = given(&self.endpoint) {
            builder = builder.with_allow_http(endpoint.starts_with("http://")).with_endpoint(endpoint);
        }
        if let Some(region) = given(&self.region) {
            builder = builder.with_region(region);
        }
        if let Some(id) = given(&self.access_key_id) {
            builder = builder.with_access_key_id(id);
        }
        if let Some(secret) = given(&self.secret_access_key) {
            builder = builder.with_secret_access_key(secret);
        }
        builder.build()
    }
}

/// Not there, or not to be reached: pages go on without the picture.
fn failed(error: object_store::Error) -> Error {
    if matches!(error, object_store::Error::NotFound { .. }) {
        return Error::NotFound;
    }
    tracing::warn!(%error, "the store of pictures");
    Error::Busy(LATER)
}
