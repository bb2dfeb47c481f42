//! The vault on a real Postgres: keys survive, erased ones do not, and no wrong key opens anything.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use deadpool_postgres::{Manager, Pool};
use mangakai_local::Postgres;
use mangakai_vault::{MasterKey, OpenError, Vault, VaultError, purpose};
use tempfile::TempDir;
use tokio_postgres::NoTls;
use uuid::Uuid;

const CAT: Uuid = Uuid::from_u128(1);
const FOX: Uuid = Uuid::from_u128(2);

struct World {
    postgres: Postgres,
    _folder: TempDir,
}

impl World {
    async fn start() -> World {
        let folder = tempfile::tempdir().unwrap();
        World {
            postgres: Postgres::start(folder.path()).await.unwrap(),
            _folder: folder,
        }
    }

    fn pool(&self, connections: usize) -> Pool {
        let config = self.postgres.url().parse().unwrap();
        Pool::builder(Manager::new(config, NoTls))
            .max_size(connections)
            .build()
            .unwrap()
    }

    /// What another process would hold: nothing is cached yet.
    fn vault_under(&self, master: &str) -> Vault {
        Vault::new(self.pool(4), MasterKey::parse(&master.repeat(32)).unwrap())
    }

    async fn vault(&self) -> Vault {
        let vault = self.vault_under("07");
        vault.migrate().await.unwrap();
        vault
    }

    async fn run(&self, sql: &str) {
        self.pool(1)
            .get()
            .await
            .unwrap()
            .batch_execute(sql)
            .await
            .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_opens_under_the_key_of_its_task_alone() {
    let world = World::start().await;
    let vault = world.vault().await;
    let sealed = vault
        .create_key(CAT)
        .await
        .unwrap()
        .seal(purpose::STORY, "猫が飛ぶ".as_bytes());
    let hmac = vault.create_key(CAT).await.unwrap().hmac(purpose::REQUEST, b"x");

    let elsewhere = world.vault_under("07");
    let key = elsewhere.key(CAT).await.unwrap();
    assert_eq!(key.open_text(purpose::STORY, &sealed).unwrap(), "猫が飛ぶ");
    assert_eq!(key.hmac(purpose::REQUEST, b"x"), hmac);
    let again = elsewhere.create_key(CAT).await.unwrap();
    assert_eq!(again.open_text(purpose::STORY, &sealed).unwrap(), "猫が飛ぶ");

    let other = vault.create_key(FOX).await.unwrap();
    assert_eq!(other.open(purpose::STORY, &sealed), Err(OpenError::Tampered));
    assert_ne!(other.hmac(purpose::REQUEST, b"x"), hmac);
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_may_migrate_and_make_the_same_key_at_once() {
    let world = World::start().await;
    let vaults: Vec<_> = (0..4).map(|_| world.vault_under("07")).collect();
    let sealing = vaults.iter().cloned().map(|vault| {
        tokio::spawn(async move {
            vault.migrate().await.unwrap();
            vault
                .create_key(CAT)
                .await
                .unwrap()
                .seal(purpose::STORY, b"story")
        })
    });
    for sealed in sealing.collect::<Vec<_>>() {
        let sealed = sealed.await.unwrap();
        let key = vaults[0].key(CAT).await.unwrap();
        assert_eq!(key.open(purpose::STORY, &sealed).unwrap(), b"story");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_destroyed_key_never_comes_back() {
    let world = World::start().await;
    let vault = world.vault().await;
    vault.create_key(CAT).await.unwrap();
    vault.create_key(FOX).await.unwrap();
    world
        .run("CREATE TABLE backup AS SELECT * FROM vault.task_keys")
        .await;

    vault.destroy(CAT).await.unwrap();
    vault.destroy(CAT).await.unwrap();
    assert!(matches!(vault.key(CAT).await, Err(VaultError::Erased(CAT))));
    assert!(matches!(
        vault.create_key(CAT).await,
        Err(VaultError::Erased(CAT))
    ));

    // A restore brings the row back: the ledger still counts, and the replay destroys it again.
    world
        .run("DELETE FROM vault.task_keys; INSERT INTO vault.task_keys SELECT * FROM backup")
        .await;
    let restored = world.vault_under("07");
    assert!(matches!(restored.key(CAT).await, Err(VaultError::Erased(CAT))));
    assert_eq!(restored.replay_erasures().await.unwrap(), 1);
    assert_eq!(restored.replay_erasures().await.unwrap(), 0);
    assert!(matches!(restored.key(CAT).await, Err(VaultError::Erased(CAT))));
    assert!(restored.key(FOX).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn making_and_destroying_at_once_leaves_no_key() {
    let world = World::start().await;
    let vault = world.vault().await;
    for task in (100..150).map(Uuid::from_u128) {
        let (maker, destroyer) = (vault.clone(), world.vault_under("07"));
        let making = tokio::spawn(async move { maker.create_key(task).await });
        destroyer.destroy(task).await.unwrap();
        assert!(matches!(
            making.await.unwrap(),
            Ok(_) | Err(VaultError::Erased(_))
        ));
        assert!(matches!(destroyer.key(task).await, Err(VaultError::Erased(_))));
    }
    assert_eq!(vault.replay_erasures().await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_master_key_and_changed_bytes_are_told_at_once() {
    let world = World::start().await;
    world.vault().await.create_key(CAT).await.unwrap();

    let wrong = world.vault_under("08");
    let error = wrong.migrate().await.unwrap_err();
    assert!(matches!(error, VaultError::WrongMasterKey(_)));
    assert_eq!(error.to_string(), "the vault does not open under this master key");
    assert!(matches!(
        wrong.key(CAT).await,
        Err(VaultError::WrongMasterKey(CAT))
    ));
    assert!(matches!(
        wrong.create_key(CAT).await,
        Err(VaultError::WrongMasterKey(CAT))
    ));

    world
        .run("UPDATE vault.task_keys SET wrapped = set_byte(wrapped, 30, get_byte(wrapped, 30) # 1)")
        .await;
    assert!(matches!(
        world.vault_under("07").key(CAT).await,
        Err(VaultError::WrongMasterKey(CAT))
    ));
    world.run("UPDATE vault.task_keys SET wrapped = 'short'").await;
    assert!(matches!(
        world.vault_under("07").key(CAT).await,
        Err(VaultError::WrongMasterKey(CAT))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_that_is_away_or_old_is_unavailable_never_erased() {
    let mut world = World::start().await;
    let vault = world.vault().await;
    vault.create_key(CAT).await.unwrap();
    assert!(matches!(vault.key(FOX).await, Err(VaultError::Unavailable(_))));
    world.postgres.kill();
    assert!(matches!(vault.key(FOX).await, Err(VaultError::Unavailable(_))));
    assert!(matches!(
        vault.destroy(CAT).await,
        Err(VaultError::Unavailable(_))
    ));
    assert!(vault.key(CAT).await.is_ok(), "opened keys go on for a while");
    world.postgres.start_again().await.unwrap();
    assert!(world.vault_under("07").key(CAT).await.is_ok());
}
