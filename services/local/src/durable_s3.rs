//! The file-system object store, made durable: a put is on the disk, file and folders, before it answers.

use std::{
    io,
    path::{Path, PathBuf},
};

use s3s::{S3, S3Error, S3ErrorCode, S3Request, S3Response, S3Result, dto::*};
use s3s_fs::FileSystem;
use tokio::{fs::File, sync::Mutex};

/// `s3s-fs` renames a finished file into place but never syncs; this adds the syncs and passes the rest on.
#[derive(Debug)]
pub struct DurableS3 {
    store: FileSystem,
    root: PathBuf,
    /// The sidecar files of all objects lie in one folder: one sync of it serves whoever waited for it.
    folder: Mutex<()>,
}

impl DurableS3 {
    pub fn new(root: &Path) -> io::Result<DurableS3> {
        let store = FileSystem::new(root).map_err(|error| io::Error::other(format!("{error:?}")))?;
        Ok(DurableS3 { store, root: root.canonicalize()?, folder: Mutex::default() })
    }

    /// Syncs the object, its sidecar files and every folder up to the root.
    async fn sync(&self, bucket: &str, key: &str) -> io::Result<()> {
        let object = self.root.join(bucket).join(key);
        sync_path(&object).await?;
        for folder in object.ancestors().skip(1).take_while(|folder| *folder != self.root) {
            sync_path(folder).await?;
        }
        let _one_at_a_time = self.folder.lock().await;
        for sidecar in self.sidecars(bucket, key) {
            match sync_path(&sidecar).await {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        sync_path(&self.root).await
    }

    /// Where `s3s-fs` keeps what it knows of an object.
    fn sidecars(&self, bucket: &str, key: &str) -> [PathBuf; 2] {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        let stem = format!(".bucket-{}.object-{}", URL_SAFE_NO_PAD.encode(bucket), URL_SAFE_NO_PAD.encode(key));
        ["metadata.json", "internal.json"].map(|kind| self.root.join(format!("{stem}.{kind}")))
    }
}

async fn sync_path(path: &Path) -> io::Result<()> {
    File::open(path).await?.sync_all().await
}

#[async_trait::async_trait]
impl S3 for DurableS3 {
    async fn put_object(&self, request: S3Request<PutObjectInput>) -> S3Result<S3Response<PutObjectOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let answer = self.store.put_object(request).await?;
        let failed = |error: io::Error| S3Error::with_message(S3ErrorCode::InternalError, error.to_string());
        self.sync(&bucket, &key).await.map_err(failed)?;
        Ok(answer)
    }

    async fn create_bucket(&self, request: S3Request<CreateBucketInput>) -> S3Result<S3Response<CreateBucketOutput>> {
        self.store.create_bucket(request).await
    }

    async fn head_bucket(&self, request: S3Request<HeadBucketInput>) -> S3Result<S3Response<HeadBucketOutput>> {
        self.store.head_bucket(request).await
    }

    async fn get_object(&self, request: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        self.store.get_object(request).await
    }

    async fn head_object(&self, request: S3Request<HeadObjectInput>) -> S3Result<S3Response<HeadObjectOutput>> {
        self.store.head_object(request).await
    }

    async fn list_objects_v2(&self, request: S3Request<ListObjectsV2Input>) -> S3Result<S3Response<ListObjectsV2Output>> {
        self.store.list_objects_v2(request).await
    }

    async fn delete_object(&self, request: S3Request<DeleteObjectInput>) -> S3Result<S3Response<DeleteObjectOutput>> {
        self.store.delete_object(request).await
    }

    async fn delete_objects(&self, request: S3Request<DeleteObjectsInput>) -> S3Result<S3Response<DeleteObjectsOutput>> {
        self.store.delete_objects(request).await
    }
}
