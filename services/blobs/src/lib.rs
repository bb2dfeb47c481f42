//! Pictures and books in S3. Keys are unique to the attempt that wrote them, so nothing is ever overwritten with
//! something else, and no conditional put is needed: the log decides which attempt counts.

use std::time::Duration;

use aws_sdk_s3::{
    Client,
    config::{
        BehaviorVersion, Credentials, Region, RequestChecksumCalculation, ResponseChecksumValidation,
        retry::RetryConfig, timeout::TimeoutConfig,
    },
    error::{DisplayErrorContext, SdkError},
    operation::head_object::HeadObjectError,
    presigning::PresigningConfig,
    primitives::ByteStream,
    types::{Delete, ObjectIdentifier},
};
use bytes::Bytes;
use sha2::{Digest, Sha256};

/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// Longest time for one operation, its retries included.
const OPERATION_TIMEOUT: Duration = Duration::from_secs(30);
/// Name of the metadata entry that holds the SHA-256 in hex.
const SHA256: &str = "sha256";

/// Where the bucket is and who may use it.
#[derive(Clone)]
pub struct BlobsConfig {
    /// URL of the service; none means AWS in `region`.
    pub endpoint: Option<String>,
    /// `us-east-1` where the service does not care.
    pub region: String,
    /// Name of the bucket.
    pub bucket: String,
    /// Access key id.
    pub access_key: String,
    /// Secret access key.
    pub secret_key: String,
    /// `host/bucket/key` instead of `bucket.host/key`.
    pub force_path_style: bool,
}

impl std::fmt::Debug for BlobsConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlobsConfig")
            .field("endpoint", &self.endpoint)
            .field("bucket", &self.bucket)
            .finish_non_exhaustive()
    }
}

/// Why the object store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// There is no such object.
    #[error("there is no object {0}")]
    NotFound(String),
    /// The service did not answer, or answered with an error.
    #[error("the object store failed to {action} {key}: {cause}")]
    Unavailable {
        /// What was tried.
        action: &'static str,
        /// On which key or bucket.
        key: String,
        /// What it said.
        cause: String,
    },
}

/// What is known of an object without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlobInfo {
    /// Size.
    pub bytes: u64,
    /// Media type.
    pub media_type: String,
    /// SHA-256 in hex, as computed when it was put.
    pub sha256: String,
}

/// One bucket. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Blobs {
    client: Client,
    bucket: String,
}

impl Blobs {
    /// A client of the bucket; nothing is sent yet.
    pub fn connect(config: &BlobsConfig) -> Blobs {
        let credentials = Credentials::new(&config.access_key, &config.secret_key, None, None, "mangakai");
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .operation_timeout(OPERATION_TIMEOUT)
            .build();
        // Checksum trailers are refused by several S3-compatible stores, so they are sent only where demanded.
        let mut settings = aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(config.region.clone()))
            .credentials_provider(credentials)
            .force_path_style(config.force_path_style)
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .retry_config(RetryConfig::standard())
            .timeout_config(timeouts);
        if let Some(endpoint) = &config.endpoint {
            settings = settings.endpoint_url(endpoint);
        }
        Blobs {
            client: Client::from_conf(settings.build()),
            bucket: config.bucket.clone(),
        }
    }

    /// Creates the bucket if it is missing.
    pub async fn ensure_bucket(&self) -> Result<(), BlobError> {
        if self.is_reachable().await {
            return Ok(());
        }
        match self.client.create_bucket().bucket(&self.bucket).send().await {
            Ok(_) => Ok(()),
            // Somebody else was faster.
            Err(_) if self.is_reachable().await => Ok(()),
            Err(error) => Err(self.failed("create the bucket", &self.bucket, &error)),
        }
    }

    /// The bucket answers.
    pub async fn is_reachable(&self) -> bool {
        self.client
            .head_bucket()
            .bucket(&self.bucket)
            .send()
            .await
            .is_ok()
    }

    /// Stores an object and returns its SHA-256 in hex.
    pub async fn put(&self, key: &str, body: Bytes, media_type: &str) -> Result<String, BlobError> {
        let sha256 = hex::encode(Sha256::digest(&body));
        let request = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .content_type(media_type);
        let request = request.metadata(SHA256, &sha256).body(ByteStream::from(body));
        request
            .send()
            .await
            .map_err(|error| self.failed("put", key, &error))?;
        Ok(sha256)
    }

    /// The whole object.
    pub async fn get(&self, key: &str) -> Result<Bytes, BlobError> {
        let object = match self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .send()
            .await
        {
            Ok(object) => object,
            Err(SdkError::ServiceError(error)) if error.err().is_no_such_key() => {
                return Err(BlobError::NotFound(key.to_owned()));
            }
            Err(error) => return Err(self.failed("get", key, &error)),
        };
        let body = object
            .body
            .collect()
            .await
            .map_err(|error| self.failed("read", key, &error))?;
        Ok(body.into_bytes())
    }

    /// What is known of an object; none if there is no such object.
    pub async fn head(&self, key: &str) -> Result<Option<BlobInfo>, BlobError> {
        match self
            .client
            .head_object()
            .bucket(&self.bucket)
            .key(key)
            .send()
            .await
        {
            Ok(head) => Ok(Some(BlobInfo {
                bytes: head
                    .content_length()
                    .and_then(|bytes| u64::try_from(bytes).ok())
                    .unwrap_or_default(),
                media_type: head.content_type().unwrap_or_default().to_owned(),
                sha256: head
                    .metadata()
                    .and_then(|all| all.get(SHA256))
                    .cloned()
                    .unwrap_or_default(),
            })),
            Err(SdkError::ServiceError(error)) if matches!(error.err(), HeadObjectError::NotFound(_)) => {
                Ok(None)
            }
            Err(error) => Err(self.failed("look at", key, &error)),
        }
    }

    /// Deletes everything under a prefix; the number of objects deleted.
    pub async fn delete_prefix(&self, prefix: &str) -> Result<usize, BlobError> {
        let mut deleted = 0;
        let mut pages = self
            .client
            .list_objects_v2()
            .bucket(&self.bucket)
            .prefix(prefix)
            .into_paginator()
            .send();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| self.failed("list", prefix, &error))?;
            let keys = page.contents().iter().filter_map(|object| object.key());
            let objects: Vec<_> = keys
                .map(|key| ObjectIdentifier::builder().key(key).build())
                .collect::<Result<_, _>>()
                .map_err(|error| self.failed("delete", prefix, &error))?;
            if objects.is_empty() {
                continue;
            }
            deleted += objects.len();
            let delete = Delete::builder().set_objects(Some(objects)).quiet(true).build();
            let delete = delete.map_err(|error| self.failed("delete", prefix, &error))?;
            let request = self.client.delete_objects().bucket(&self.bucket).delete(delete);
            let answer = request
                .send()
                .await
                .map_err(|error| self.failed("delete", prefix, &error))?;
            if let Some(error) = answer.errors().first() {
                let cause = error.message().unwrap_or("refused").to_owned();
                return Err(BlobError::Unavailable {
                    action: "delete",
                    key: prefix.to_owned(),
                    cause,
                });
            }
        }
        Ok(deleted)
    }

    /// A URL that anybody may read until it expires; computed, not asked for.
    pub async fn presign_get(&self, key: &str, ttl: Duration) -> Result<String, BlobError> {
        let expiry = PresigningConfig::expires_in(ttl).map_err(|error| self.failed("sign", key, &error))?;
        let request = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .presigned(expiry)
            .await;
        Ok(request
            .map_err(|error| self.failed("sign", key, &error))?
            .uri()
            .to_owned())
    }

    fn failed<E: std::error::Error>(&self, action: &'static str, key: &str, error: E) -> BlobError {
        BlobError::Unavailable {
            action,
            key: key.to_owned(),
            cause: DisplayErrorContext(error).to_string(),
        }
    }
}
