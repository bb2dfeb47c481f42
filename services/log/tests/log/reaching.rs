//! How a broker is reached.

use mangakai_log::{Log, LogConfig};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

/// What a server says of itself before it is told who comes.
const INFO: &[u8] =
    b"INFO {\"server_id\":\"s\",\"server_name\":\"s\",\"version\":\"2.15.1\",\"proto\":1,\"host\":\"h\",\
    \"port\":1,\"headers\":true,\"max_payload\":1048576,\"auth_required\":true}\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn user_and_password_of_the_address_are_presented() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let config = LogConfig::single(format!("nats://mangakai:p%40ss@{address}"));
    let connecting = tokio::spawn(Log::connect(config));
    let (mut server, _) = listener.accept().await.unwrap();
    server.write_all(INFO).await.unwrap();
    let mut said = String::new();
    BufReader::new(server).read_line(&mut said).await.unwrap();
    assert!(said.contains(r#""user":"mangakai","pass":"p@ss""#), "{said}");
    connecting.abort();
}
