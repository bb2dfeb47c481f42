//! The file-system object store, made durable: what it answers to a write is on the disk, files and folders.

use std::{
    fs::{self, File},
    io,
    path::{Component, Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use s3s::{S3, S3Error, S3ErrorCode, S3Request, S3Response, S3Result, dto::*};
use s3s_fs::FileSystem;

/// `s3s-fs` renames a finished file into place but never syncs, and forgets to delete what it noted beside an object:
/// this adds both, and passes the rest on.
#[derive(Debug)]
pub struct DurableS3 {
    store: FileSystem,
    root: PathBuf,
}

/// The files of one object.
struct Files {
    object: PathBuf,
    /// What `s3s-fs` notes of it, all in the root folder.
    notes: [PathBuf; 2],
}

impl DurableS3 {
    pub fn new(root: &Path) -> io::Result<DurableS3> {
        let store = FileSystem::new(root).map_err(|error| io::Error::other(format!("{error:?}")))?;
        Ok(DurableS3 {
            store,
            root: root.canonicalize()?,
        })
    }

    fn files(&self, bucket: &str, key: &str) -> S3Result<Files> {
        let inside = Path::new(bucket).join(key);
        if !inside
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
        {
            return Err(S3Error::with_message(
                S3ErrorCode::InvalidArgument,
                "the key is not a plain path",
            ));
        }
        let stem = format!(
            ".bucket-{}.object-{}",
            URL_SAFE_NO_PAD.encode(bucket),
            URL_SAFE_NO_PAD.encode(key)
        );
        let notes = ["metadata.json", "internal.json"].map(|kind| self.root.join(format!("{stem}.{kind}")));
        Ok(Files {
            object: self.root.join(inside),
            notes,
        })
    }

    /// Runs file work where it may block.
    async fn on_disk(&self, work: impl FnOnce(&Path) -> io::Result<()> + Send + 'static) -> S3Result<()> {
        let root = self.root.clone();
        let done = tokio::task::spawn_blocking(move || work(&root))
            .await
            .unwrap_or_else(|gone| Err(io::Error::other(gone)));
        done.map_err(|error| S3Error::with_message(S3ErrorCode::InternalError, error.to_string()))
    }

    async fn delete_files(&self, all: Vec<Files>) -> S3Result<()> {
        self.on_disk(move |root| {
            all.iter()
                .try_for_each(|files| files.forget(root))
                .and_then(|()| sync(root))
        })
        .await
    }
}

impl Files {
    /// Syncs the object, what is noted of it and every folder up to the root.
    fn sync(&self, root: &Path) -> io::Result<()> {
        sync(&self.object)?;
        self.notes
            .iter()
            .try_for_each(|note| unless_missing(sync(note)))?;
        self.object
            .ancestors()
            .skip(1)
            .take_while(|folder| folder.starts_with(root))
            .try_for_each(sync)
    }

    /// Deletes what is noted of a deleted object, and the folders that it leaves empty.
    fn forget(&self, root: &Path) -> io::Result<()> {
        self.notes
            .iter()
            .try_for_each(|note| unless_missing(fs::remove_file(note)))?;
        for folder in self.object.ancestors().skip(1) {
            let is_bucket = folder.parent() == Some(root);
            // Where others still lie, the folder stays, and is the one that changed.
            if is_bucket || fs::remove_dir(folder).is_err() {
                return unless_missing(sync(folder));
            }
        }
        Ok(())
    }
}

fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

fn unless_missing(result: io::Result<()>) -> io::Result<()> {
    result.or_else(|error| {
        if error.kind() == io::ErrorKind::NotFound {
            Ok(())
        } else {
            Err(error)
        }
    })
}

#[async_trait::async_trait]
impl S3 for DurableS3 {
    async fn put_object(&self, request: S3Request<PutObjectInput>) -> S3Result<S3Response<PutObjectOutput>> {
        let files = self.files(&request.input.bucket, &request.input.key)?;
        let answer = self.store.put_object(request).await?;
        self.on_disk(move |root| files.sync(root)).await?;
        Ok(answer)
    }

    async fn delete_object(
        &self,
        request: S3Request<DeleteObjectInput>,
    ) -> S3Result<S3Response<DeleteObjectOutput>> {
        let files = self.files(&request.input.bucket, &request.input.key)?;
        let answer = self.store.delete_object(request).await?;
        self.delete_files(vec![files]).await?;
        Ok(answer)
    }

    async fn delete_objects(
        &self,
        request: S3Request<DeleteObjectsInput>,
    ) -> S3Result<S3Response<DeleteObjectsOutput>> {
        let bucket = &request.input.bucket;
        let objects = &request.input.delete.objects;
        let all = objects
            .iter()
            .map(|object| self.files(bucket, &object.key))
            .collect::<S3Result<_>>()?;
        let answer = self.store.delete_objects(request).await?;
        self.delete_files(all).await?;
        Ok(answer)
    }

    async fn create_bucket(
        &self,
        request: S3Request<CreateBucketInput>,
    ) -> S3Result<S3Response<CreateBucketOutput>> {
        let answer = self.store.create_bucket(request).await?;
        self.on_disk(sync).await?;
        Ok(answer)
    }

    async fn head_bucket(
        &self,
        request: S3Request<HeadBucketInput>,
    ) -> S3Result<S3Response<HeadBucketOutput>> {
        self.store.head_bucket(request).await
    }

    async fn get_bucket_location(
        &self,
        request: S3Request<GetBucketLocationInput>,
    ) -> S3Result<S3Response<GetBucketLocationOutput>> {
        self.store.get_bucket_location(request).await
    }

    async fn list_buckets(
        &self,
        request: S3Request<ListBucketsInput>,
    ) -> S3Result<S3Response<ListBucketsOutput>> {
        self.store.list_buckets(request).await
    }

    async fn get_object(&self, request: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        self.store.get_object(request).await
    }

    async fn head_object(
        &self,
        request: S3Request<HeadObjectInput>,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        self.store.head_object(request).await
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        self.store.list_objects_v2(request).await
    }
}
