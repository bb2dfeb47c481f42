//! A bucket on a real S3 endpoint.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{path::Path, time::Duration};

use bytes::Bytes;
use mangakai_blobs::{BlobError, BlobInfo, Blobs, BlobsConfig};
use mangakai_local::S3;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

const KEY: &str = "tasks/018f/panel_1/v1-a1.webp";

struct World {
    s3: S3,
    folder: TempDir,
}

impl World {
    async fn start() -> World {
        let folder = tempfile::tempdir().unwrap();
        World {
            s3: S3::start(folder.path()).await.unwrap(),
            folder,
        }
    }

    fn config(&self) -> BlobsConfig {
        BlobsConfig {
            endpoint: Some(self.s3.endpoint()),
            region: "us-east-1".to_owned(),
            bucket: "mangakai".to_owned(),
            access_key: self.s3.access_key().to_owned(),
            secret_key: self.s3.secret_key().to_owned(),
            force_path_style: true,
        }
    }

    async fn blobs(&self) -> Blobs {
        let blobs = Blobs::connect(&self.config());
        blobs.ensure_bucket().await.unwrap();
        blobs
    }
}

fn picture() -> Bytes {
    Bytes::from_iter((0..100_000_u32).map(|n| n.to_le_bytes()[1]))
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path.to_string_lossy().into_owned()]
            }
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_is_held_and_told() {
    let world = World::start().await;
    let blobs = world.blobs().await;
    blobs.ensure_bucket().await.unwrap();
    assert!(blobs.is_reachable().await);

    let sha256 = blobs.put(KEY, picture(), "image/webp").await.unwrap();
    assert_eq!(sha256, hex::encode(Sha256::digest(picture())));
    assert_eq!(blobs.get(KEY).await.unwrap(), picture());
    let info = BlobInfo {
        bytes: 100_000,
        media_type: "image/webp".to_owned(),
        sha256,
    };
    assert_eq!(blobs.head(KEY).await.unwrap(), Some(info.clone()));
    assert_eq!(
        blobs.put(KEY, picture(), "image/webp").await.unwrap(),
        info.sha256
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_told_apart_from_a_store_that_is_away() {
    let mut world = World::start().await;
    let blobs = world.blobs().await;
    assert!(matches!(blobs.get(KEY).await, Err(BlobError::NotFound(key)) if key == KEY));
    assert_eq!(blobs.head(KEY).await.unwrap(), None);

    blobs.put(KEY, picture(), "image/webp").await.unwrap();
    world.s3.stop().await;
    assert!(!blobs.is_reachable().await);
    assert!(matches!(blobs.get(KEY).await, Err(BlobError::Unavailable { .. })));
    assert!(matches!(
        blobs.head(KEY).await,
        Err(BlobError::Unavailable { .. })
    ));
    assert!(matches!(
        blobs.ensure_bucket().await,
        Err(BlobError::Unavailable { .. })
    ));

    world.s3.start_again().await.unwrap();
    assert!(blobs.is_reachable().await);
    assert_eq!(blobs.get(KEY).await.unwrap(), picture());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_whose_put_was_cut_off_is_not_there_yet() {
    let world = World::start().await;
    let blobs = world.blobs().await;
    blobs.put(KEY, picture(), "image/webp").await.unwrap();
    let notes = files(world.folder.path())
        .into_iter()
        .filter(|file| file.ends_with(".metadata.json"));
    notes.for_each(|note| std::fs::remove_file(note).unwrap());
    assert_eq!(blobs.head(KEY).await.unwrap(), None);
    blobs.put(KEY, picture(), "image/webp").await.unwrap();
    assert!(blobs.head(KEY).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_folder_leaves_nothing_behind_and_others_alone() {
    let world = World::start().await;
    let blobs = world.blobs().await;
    let before = files(world.folder.path()).len();
    for n in 0..12 {
        blobs
            .put(&format!("tasks/a/panel_{n}/v1-a1.png"), picture(), "image/png")
            .await
            .unwrap();
    }
    let other = "tasks/ab/panel_1/v1-a1.png";
    blobs.put(other, picture(), "image/png").await.unwrap();
    assert_eq!(blobs.delete_prefix("tasks/a/").await.unwrap(), 12);
    assert_eq!(blobs.delete_prefix("tasks/a/").await.unwrap(), 0);
    assert_eq!(blobs.head("tasks/a/panel_3/v1-a1.png").await.unwrap(), None);
    assert!(blobs.head(other).await.unwrap().is_some());
    assert!(!world.folder.path().join("mangakai/tasks/a").exists());

    assert_eq!(blobs.delete_prefix("").await.unwrap(), 1);
    assert_eq!(files(world.folder.path()).len(), before, "not even notes stay");
    blobs.put(other, picture(), "image/png").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_address_opens_one_object_for_anybody() {
    let world = World::start().await;
    let blobs = world.blobs().await;
    blobs.put(KEY, picture(), "image/webp").await.unwrap();
    let url = blobs.presign_get(KEY, Duration::from_secs(60)).await.unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = client.get(&url).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "image/webp");
    assert_eq!(answer.bytes().await.unwrap(), picture());
    let forged = client.get(url.replace("v1-a1", "v2-a1")).send().await.unwrap();
    assert_eq!(forged.status(), 403);
    assert!(
        blobs
            .presign_get(KEY, Duration::from_secs(8 * 24 * 3600))
            .await
            .is_err()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_opens_nothing_and_keys_keep_to_the_bucket() {
    let world = World::start().await;
    let blobs = world.blobs().await;
    let wrong = Blobs::connect(&BlobsConfig {
        secret_key: "wrong".to_owned(),
        ..world.config()
    });
    assert!(!wrong.is_reachable().await);
    assert!(matches!(
        wrong.put(KEY, picture(), "image/webp").await,
        Err(BlobError::Unavailable { .. })
    ));
    assert!(blobs.put("../elsewhere", picture(), "image/webp").await.is_err());
    let config = world.config();
    assert!(!format!("{config:?} {blobs:?}").contains(&config.secret_key));
}
