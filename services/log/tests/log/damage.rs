//! What is stored and does not hold together is seen on load, whoever wrote it.

use async_nats::HeaderMap;
use mangakai_events::{HashedFields, headers, subjects};
use mangakai_log::LogError;
use uuid::Uuid;

use crate::support::{Added, Broker, Counter, add, context, on_both};

/// A second commit as the log would write it, changed in one way, put there behind the log's back.
async fn forge(broker: &Broker, id: Uuid, change: impl Fn(&mut HeaderMap, &mut Vec<u8>)) {
    let client = async_nats::connect(broker.servers[0].url()).await.unwrap();
    let stream = async_nats::jetstream::new(client.clone())
        .get_stream("MANGAKAI_LOG")
        .await
        .unwrap();
    let subject = subjects::aggregate("counter", id);
    let original = stream.get_last_raw_message_by_subject(&subject).await.unwrap();
    let (mut map, mut body) = (HeaderMap::new(), original.payload.to_vec());
    for (name, values) in original
        .headers
        .iter()
        .filter(|(name, _)| !name.to_string().starts_with("Nats-"))
    {
        map.insert(name.clone(), values[0].clone());
    }
    let hash = original.headers.get(headers::HASH).unwrap().as_str();
    map.insert(headers::PREV_HASH, hash);
    map.insert(headers::VERSION, "2");
    change(&mut map, &mut body);
    let ack = client
        .request_with_headers(subject, map, body.into())
        .await
        .unwrap();
    assert!(!String::from_utf8_lossy(&ack.payload).contains("error"));
}

/// Gives the forged commit the hash that its content has.
fn rehash(map: &mut HeaderMap, id: Uuid, body: &[u8]) {
    let text = |name: &str| map.get(name).unwrap().as_str().to_owned();
    let (prev_hash, ce_id, event_type) = (
        text(headers::PREV_HASH),
        text(headers::CE_ID),
        text(headers::CE_TYPE),
    );
    let (time, command, actor) = (
        text(headers::CE_TIME),
        text(headers::COMMAND),
        text(headers::ACTOR),
    );
    let hash = HashedFields {
        prev_hash: &prev_hash,
        subject: &subjects::aggregate("counter", id),
        version: text(headers::VERSION).parse().unwrap(),
        id: &ce_id,
        event_type: &event_type,
        time: &time,
        command: &command,
        actor: &actor,
        body,
    }
    .hash();
    map.insert(headers::HASH, hash);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gap_a_changed_byte_and_a_broken_chain_are_detected_on_load() {
    on_both(async |broker| {
        let log = broker.log().await;
        let found = async |id: Uuid| match log.load::<Counter>(id).await {
            Err(LogError::Corrupt { detail, .. }) => detail,
            other => panic!("{other:?}"),
        };
        let fresh = async || {
            let id = mangakai_runtime::new_id();
            log.execute::<Counter>(id, add(1), context()).await.unwrap();
            id
        };
        for version in ["1", "3"] {
            let id = fresh().await;
            forge(&broker, id, |map, body| {
                map.insert(headers::VERSION, version);
                rehash(map, id, body);
            })
            .await;
            assert!(found(id).await.contains("follows version 1"), "{version} after 1");
        }
        let unchained = fresh().await;
        forge(&broker, unchained, |map, body| {
            map.insert(headers::PREV_HASH, "0".repeat(64));
            rehash(map, unchained, body);
        })
        .await;
        assert!(found(unchained).await.contains("not chained"));
        let changed = fresh().await;
        forge(&broker, changed, |map, body| {
            rehash(map, changed, body);
            body.push(b' ');
        })
        .await;
        assert!(found(changed).await.contains("not that of its content"));
        let genuine = fresh().await;
        forge(&broker, genuine, |map, body| rehash(map, genuine, body)).await;
        assert_eq!(log.load::<Counter>(genuine).await.unwrap().version(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_of_event_that_is_not_known_stops_the_reader() {
    on_both(async |broker| {
        let log = broker.log().await;
        let id = mangakai_runtime::new_id();
        log.execute::<Counter>(id, add(1), context()).await.unwrap();
        forge(&broker, id, |map, body| {
            *body = b"\"from the future\"".to_vec();
            rehash(map, id, body);
        })
        .await;
        assert!(matches!(
            log.load::<Counter>(id).await,
            Err(LogError::Unreadable { .. })
        ));
        let mut feed = log.feed::<Added>(0, 0);
        assert_eq!(feed.next().await.unwrap().version, 1);
        for _ in 0..2 {
            assert!(
                matches!(feed.next().await, Err(LogError::Unreadable { .. })),
                "a feed stops there, it never skips"
            );
        }
    })
    .await;
}
