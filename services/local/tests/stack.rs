//! The local stack comes up, keeps what it holds over kills, and is used by one process at a time.

use std::time::Duration;

use mangakai_local::{LocalError, Stack};
use tokio_postgres::NoTls;

async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_stack_comes_back_with_everything() {
    let data = tempfile::tempdir().unwrap();
    let mut stack = Stack::start(data.path()).await.unwrap();
    let (port, token_key) = (stack.postgres.url(), stack.token_key().to_owned());
    connect(&port).await.batch_execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)").await.unwrap();
    stack.postgres.kill();
    stack.postgres.start_again().await.unwrap();
    stack.nats.kill();
    stack.nats.start_again().await.unwrap();
    assert!(matches!(Stack::start(data.path()).await, Err(LocalError::Locked { .. })));
    stack.stop().await;
    drop(stack);

    let stack = Stack::start(data.path()).await.unwrap();
    let row = connect(&stack.postgres.url()).await.query_one("SELECT n FROM kept", &[]).await.unwrap();
    assert_eq!(row.get::<_, i32>(0), 7);
    assert_eq!(stack.token_key(), token_key);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_object_store_refuses_and_comes_back_on_its_port() {
    let data = tempfile::tempdir().unwrap();
    let mut s3 = mangakai_local::S3::start(data.path()).await.unwrap();
    let endpoint = s3.endpoint();
    let client = reqwest::Client::builder().timeout(Duration::from_secs(5)).build().unwrap();
    assert_eq!(client.get(&endpoint).send().await.unwrap().status(), 403);
    s3.stop().await;
    assert!(client.get(&endpoint).send().await.is_err());
    s3.start_again().await.unwrap();
    assert_eq!(s3.endpoint(), endpoint);
    assert_eq!(client.get(&endpoint).send().await.unwrap().status(), 403);
}
