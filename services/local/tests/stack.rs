//! The local stack comes up, keeps what it holds over kills, is used by one process at a time, and leaves no server
//! behind.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use mangakai_local::{LocalError, Nats, Postgres, S3, Stack};
use tokio::net::TcpStream;
use tokio_postgres::NoTls;

const PATIENCE: Duration = Duration::from_secs(60);
/// How long a frozen server is asked in vain.
const FROZEN_FOR: Duration = Duration::from_millis(300);
/// Names the data folder of the process that is killed with its servers.
const HOLDER: &str = "STACK_HOLDER_FOLDER";

async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds().await {
        assert!(Instant::now() < deadline, "never: {what}");
        tokio::task::yield_now().await;
    }
}

async fn answers(url: &str) -> bool {
    let address = url.rsplit_once('/').unwrap().1.to_owned();
    TcpStream::connect(address).await.is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_stack_comes_back_with_everything() {
    let data = tempfile::tempdir().unwrap();
    let mut stack = Stack::start(data.path()).await.unwrap();
    let (url, token_key) = (stack.postgres.url(), stack.token_key().to_owned());
    connect(&url)
        .await
        .batch_execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
        .await
        .unwrap();
    stack.postgres.kill();
    assert!(tokio_postgres::connect(&url, NoTls).await.is_err());
    stack.postgres.start_again().await.unwrap();
    assert_eq!(stack.postgres.url(), url);
    stack.nats.kill();
    assert!(!answers(&stack.nats.url()).await);
    stack.nats.start_again().await.unwrap();
    assert!(answers(&stack.nats.url()).await);
    assert!(matches!(
        Stack::start(data.path()).await,
        Err(LocalError::Locked { .. })
    ));
    stack.stop().await;
    drop(stack);

    let stack = Stack::start(data.path()).await.unwrap();
    let row = connect(&stack.postgres.url())
        .await
        .query_one("SELECT n FROM kept", &[])
        .await
        .unwrap();
    assert_eq!(row.get::<_, i32>(0), 7);
    assert_eq!(stack.token_key(), token_key);
    let shown = format!("{stack:?}");
    assert!(
        ![stack.token_key(), stack.master_key(), stack.s3.secret_key()]
            .iter()
            .any(|secret| shown.contains(secret))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_database_answers_again_when_it_goes_on() {
    let data = tempfile::tempdir().unwrap();
    let postgres = Postgres::start(data.path()).await.unwrap();
    let client = connect(&postgres.url()).await;
    let mut question = std::pin::pin!(client.query_one("SELECT 1", &[]));
    postgres.pause();
    assert!(tokio::time::timeout(FROZEN_FOR, &mut question).await.is_err());
    postgres.resume();
    question.await.unwrap();
    let other = postgres.ensure_database("other").await.unwrap();
    assert_eq!(postgres.ensure_database("other").await.unwrap(), other);
    connect(&other).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_start_ends_the_servers_of_a_forgotten_one() {
    let data = tempfile::tempdir().unwrap();
    let (broker, database) = (data.path().join("nats"), data.path().join("postgres"));
    let first = Nats::start(&broker).await.unwrap();
    let (old_url, _) = (first.url(), std::mem::forget(first));
    let second = Nats::start(&broker).await.unwrap();
    assert!(!answers(&old_url).await && answers(&second.url()).await);

    let first = Postgres::start(&database).await.unwrap();
    let (old_url, _) = (first.url(), std::mem::forget(first));
    let second = Postgres::start(&database).await.unwrap();
    assert!(tokio_postgres::connect(&old_url, NoTls).await.is_err());
    connect(&second.url()).await;
}

/// Not a test by itself: the process that the next test kills.
#[tokio::test(flavor = "multi_thread")]
async fn holds_a_stack_until_it_is_killed() {
    let Some(folder) = std::env::var_os(HOLDER) else {
        return;
    };
    let _stack = Stack::start(Path::new(&folder)).await.unwrap();
    std::fs::write(Path::new(&folder).join("ready"), "").unwrap();
    std::future::pending::<()>().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_process_takes_its_servers_along() {
    let data = tempfile::tempdir().unwrap();
    let mut holder = Command::new(std::env::current_exe().unwrap());
    holder
        .args(["--exact", "holds_a_stack_until_it_is_killed"])
        .env(HOLDER, data.path())
        .stdout(Stdio::null());
    let mut holder = holder.spawn().unwrap();
    until("the stack is up", async || data.path().join("ready").exists()).await;
    let pids = ["nats/nats.pid", "postgres/postgres.pid"]
        .map(|file| std::fs::read_to_string(data.path().join(file)).unwrap());
    let runs =
        |pid: &String| std::fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| !line.is_empty());
    assert!(pids.iter().all(runs));
    holder.kill().unwrap();
    holder.wait().unwrap();
    until("both servers are gone", async || !pids.iter().any(runs)).await;
    Stack::start(data.path()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn three_brokers_form_a_cluster() {
    let data = tempfile::tempdir().unwrap();
    let nodes = Nats::start_cluster(data.path()).await.unwrap();
    for node in &nodes {
        assert!(answers(&node.url()).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_object_store_refuses_and_comes_back_on_its_port() {
    let data = tempfile::tempdir().unwrap();
    let mut s3 = S3::start(data.path()).await.unwrap();
    let endpoint = s3.endpoint();
    let client = reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(5))
        .build()
        .unwrap();
    assert_eq!(client.get(&endpoint).send().await.unwrap().status(), 403);
    s3.stop().await;
    assert!(client.get(&endpoint).send().await.is_err());
    s3.start_again().await.unwrap();
    assert_eq!(s3.endpoint(), endpoint);
    assert_eq!(client.get(&endpoint).send().await.unwrap().status(), 403);
}
