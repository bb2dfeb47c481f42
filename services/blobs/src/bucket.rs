//! One bucket and what is done with it.

use std::time::Duration;

use aws_sdk_s3::{
    Client,
    error::SdkError,
    operation::head_object::HeadObjectError,
    presigning::PresigningConfig,
    primitives::ByteStream,
    types::{Delete, Object, ObjectIdentifier},
};
use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::{BlobError, BlobsConfig, config::impatient};

/// Name of the metadata entry that holds the SHA-256 in hex.
const SHA256: &str = "sha256";

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
    config: BlobsConfig,
}

impl Blobs {
    /// A client of the bucket; nothing is sent yet.
    pub fn connect(config: &BlobsConfig) -> Blobs {
        Blobs {
            client: config.client(),
            config: config.clone(),
        }
    }

    fn bucket(&self) -> &str {
        &self.config.bucket
    }

    /// Creates the bucket if it is missing.
    pub async fn ensure_bucket(&self) -> Result<(), BlobError> {
        if self.is_reachable().await {
            return Ok(());
        }
        let create = self.client.create_bucket().bucket(self.bucket());
        match create
            .set_create_bucket_configuration(self.config.new_bucket())
            .send()
            .await
        {
            Ok(_) => Ok(()),
            // Somebody else was faster.
            Err(_) if self.is_reachable().await => Ok(()),
            Err(error) => Err(BlobError::failed("create the bucket", self.bucket(), error)),
        }
    }

    /// The bucket answers, now: nothing is tried twice.
    pub async fn is_reachable(&self) -> bool {
        let head = self.client.head_bucket().bucket(self.bucket());
        head.customize().config_override(impatient()).send().await.is_ok()
    }

    /// Stores an object and returns its SHA-256 in hex, after the store has told that it holds exactly this.
    pub async fn put(&self, key: &str, body: Bytes, media_type: &str) -> Result<String, BlobError> {
        let sha256 = hex::encode(Sha256::digest(&body));
        let put = BlobInfo {
            bytes: body.len() as u64,
            media_type: media_type.to_owned(),
            sha256,
        };
        let request = self
            .client
            .put_object()
            .bucket(self.bucket())
            .key(key)
            .content_type(media_type);
        let request = request.metadata(SHA256, &put.sha256).body(ByteStream::from(body));
        request
            .send()
            .await
            .map_err(|error| BlobError::failed("put", key, error))?;
        match self.head(key).await? {
            Some(held) if held == put => Ok(put.sha256),
            held => Err(BlobError::said(
                "put",
                key,
                format!("it holds {held:?} instead of {put:?}"),
            )),
        }
    }

    /// The whole object.
    pub async fn get(&self, key: &str) -> Result<Bytes, BlobError> {
        let object = match self
            .client
            .get_object()
            .bucket(self.bucket())
            .key(key)
            .send()
            .await
        {
            Ok(object) => object,
            Err(SdkError::ServiceError(error)) if error.err().is_no_such_key() => {
                return Err(BlobError::NotFound(key.to_owned()));
            }
            Err(error) => return Err(BlobError::failed("get", key, error)),
        };
        let body = object
            .body
            .collect()
            .await
            .map_err(|error| BlobError::failed("read", key, error))?;
        Ok(body.into_bytes())
    }

    /// What is known of an object; none if there is no such object, or one that [`Blobs::put`] has not finished.
    pub async fn head(&self, key: &str) -> Result<Option<BlobInfo>, BlobError> {
        let head = match self
            .client
            .head_object()
            .bucket(self.bucket())
            .key(key)
            .send()
            .await
        {
            Ok(head) => head,
            Err(SdkError::ServiceError(error)) if matches!(error.err(), HeadObjectError::NotFound(_)) => {
                return Ok(None);
            }
            Err(error) => return Err(BlobError::failed("look at", key, error)),
        };
        let sha256 = head.metadata().and_then(|all| all.get(SHA256)).cloned();
        Ok(sha256.map(|sha256| BlobInfo {
            bytes: head
                .content_length()
                .and_then(|bytes| u64::try_from(bytes).ok())
                .unwrap_or_default(),
            media_type: head.content_type().unwrap_or_default().to_owned(),
            sha256,
        }))
    }

    /// Deletes everything under a prefix; the number of objects deleted. A folder's prefix ends with a slash.
    pub async fn delete_prefix(&self, prefix: &str) -> Result<usize, BlobError> {
        let mut deleted = 0;
        let list = self.client.list_objects_v2().bucket(self.bucket()).prefix(prefix);
        let mut pages = list.into_paginator().send();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| BlobError::failed("list", prefix, error))?;
            deleted += self.delete_page(prefix, page.contents()).await?;
        }
        Ok(deleted)
    }

    async fn delete_page(&self, prefix: &str, page: &[Object]) -> Result<usize, BlobError> {
        let keys = page.iter().filter_map(Object::key);
        let objects: Vec<_> = keys
            .map(|key| ObjectIdentifier::builder().key(key).build())
            .collect::<Result<_, _>>()
            .map_err(|error| BlobError::failed("delete", prefix, error))?;
        let count = objects.len();
        if count == 0 {
            return Ok(0);
        }
        let delete = Delete::builder().set_objects(Some(objects)).quiet(true).build();
        let delete = delete.map_err(|error| BlobError::failed("delete", prefix, error))?;
        let request = self.client.delete_objects().bucket(self.bucket()).delete(delete);
        let answer = request
            .send()
            .await
            .map_err(|error| BlobError::failed("delete", prefix, error))?;
        match answer.errors().first() {
            Some(error) => Err(BlobError::said(
                "delete",
                prefix,
                error.message().unwrap_or("refused"),
            )),
            None => Ok(count),
        }
    }

    /// A URL that anybody may read until it expires, in seven days at most; computed, not asked for.
    pub async fn presign_get(&self, key: &str, ttl: Duration) -> Result<String, BlobError> {
        let expiry =
            PresigningConfig::expires_in(ttl).map_err(|error| BlobError::failed("sign", key, error))?;
        let signed = self
            .client
            .get_object()
            .bucket(self.bucket())
            .key(key)
            .presigned(expiry)
            .await;
        Ok(signed
            .map_err(|error| BlobError::failed("sign", key, error))?
            .uri()
            .to_owned())
    }
}
