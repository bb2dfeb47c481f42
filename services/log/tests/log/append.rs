//! Appending and loading, on one server and on three: their error codes differ, the guarantees must not.

use std::time::Duration;

use crate::support::{Add, Broker, Counter, LossyProxy, add, context, context_of, patient};
use futures::future::join_all;
use mangakai_events::{headers, subjects};
use mangakai_log::{CommandContext, ExecuteError, Log, LogConfig, LogError, MAX_COMMIT_BYTES};
use uuid::Uuid;

/// Both kinds of broker, one after the other.
async fn on_both(test: impl AsyncFn(Broker)) {
    test(Broker::single().await).await;
    test(Broker::cluster().await).await;
}

fn id() -> Uuid {
    mangakai_runtime::new_id()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_becomes_one_commit_that_loads_again() {
    on_both(async |broker| {
        let log = broker.log().await;
        let id = id();
        let executed = log
            .execute::<Counter>(id, Add { amount: 2, events: 3 }, context())
            .await
            .unwrap();
        assert_eq!(
            (executed.version, executed.events.len(), executed.aggregate.total),
            (1, 3, 6)
        );
        let second = log.execute::<Counter>(id, add(4), context()).await.unwrap();
        assert!(second.position > executed.position);
        let loaded = log.load::<Counter>(id).await.unwrap();
        assert_eq!(
            (loaded.aggregate.total, loaded.version(), loaded.position()),
            (10, 2, second.position)
        );
        assert!(matches!(
            log.execute::<Counter>(id, add(0), context()).await,
            Err(ExecuteError::Rejected(_))
        ));
        assert_eq!(log.load::<Counter>(id).await.unwrap().version(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_command_id_never_acts_twice() {
    on_both(async |broker| {
        let (here, there) = (broker.log().await, broker.log().await);
        let (id, command) = (id(), id());
        let first = here
            .execute::<Counter>(id, add(1), context_of(command))
            .await
            .unwrap();
        here.execute::<Counter>(id, add(10), context()).await.unwrap();
        for log in [&here, &there] {
            let again = log
                .execute::<Counter>(id, add(1), context_of(command))
                .await
                .unwrap();
            assert!(again.repeated);
            assert_eq!(
                (again.position, again.version, again.events.len()),
                (first.position, 1, 1)
            );
        }
        assert_eq!(here.load::<Counter>(id).await.unwrap().aggregate.total, 11);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn racing_writers_lose_no_addition_and_make_no_gap() {
    on_both(async |broker| {
        let mut logs = Vec::new();
        for _ in 0..8 {
            logs.push(broker.log().await);
        }
        let id = id();
        let writers = logs
            .iter()
            .flat_map(|log| (0..5).map(move |_| log.execute::<Counter>(id, add(1), patient())));
        for written in join_all(writers).await {
            written.unwrap();
        }
        let loaded = logs[0].load::<Counter>(id).await.unwrap();
        assert_eq!((loaded.aggregate.total, loaded.version()), (40, 40));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_racing_first_writers_exactly_one_wins() {
    use cqrs_es::{AggregateError, EventStore};
    on_both(async |broker| {
        let id = id();
        let mut writers = Vec::new();
        for _ in 0..8 {
            let store = mangakai_log::JetStreamStore(broker.log().await);
            // All have loaded before any writes.
            let loaded = EventStore::<Counter>::load_aggregate(&store, &id.to_string())
                .await
                .unwrap();
            writers.push((store, loaded));
        }
        let metadata = |command: Uuid| {
            [
                ("command_id", command.to_string()),
                ("actor", "test".into()),
                ("time", mangakai_runtime::now().to_string()),
            ]
            .map(|(key, value)| (key.to_owned(), value))
            .into()
        };
        let commits = writers.into_iter().map(async |(store, loaded)| {
            let events = vec![crate::support::Added { amount: 1 }];
            match EventStore::<Counter>::commit(&store, events, loaded, metadata(mangakai_runtime::new_id()))
                .await
            {
                Ok(_) => true,
                Err(AggregateError::AggregateConflict) => false,
                Err(error) => panic!("{error}"),
            }
        });
        let won = join_all(commits).await.into_iter().filter(|won| *won).count();
        assert_eq!(won, 1);
    })
    .await;
}

/// A log that talks to the broker through a proxy, with short time-outs.
async fn through(broker: &Broker, proxy: &LossyProxy) -> Log {
    let config = LogConfig {
        nats_url: proxy.url.clone(),
        publish_timeout: Duration::from_millis(500),
        ..broker.config()
    };
    broker.log_with(config).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_neither_a_false_conflict_nor_a_second_commit() {
    on_both(async |broker| {
        let proxy = LossyProxy::start(&broker.servers[0].url()).await;
        let log = through(&broker, &proxy).await;
        let id = id();
        log.execute::<Counter>(id, add(1), patient()).await.unwrap();
        proxy.lose_next_ack();
        let executed = log.execute::<Counter>(id, add(10), patient()).await.unwrap();
        assert!(executed.repeated, "it was found in the history");
        let loaded = log.load::<Counter>(id).await.unwrap();
        assert_eq!((loaded.aggregate.total, loaded.version()), (11, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_recognised_also_when_others_wrote_afterwards() {
    on_both(async |broker| {
        let proxy = LossyProxy::start(&broker.servers[0].url()).await;
        let (log, other) = (through(&broker, &proxy).await, broker.log().await);
        let (id, command) = (id(), id());
        proxy.lose_next_ack();
        let ours = CommandContext {
            command_id: command,
            ..patient()
        };
        let (executed, ()) = tokio::join!(log.execute::<Counter>(id, add(10), ours), async {
            proxy.lost().await;
            other.execute::<Counter>(id, add(1), patient()).await.unwrap();
        });
        let executed = executed.unwrap();
        assert_eq!((executed.version, executed.events.len()), (1, 1));
        assert_eq!(log.load::<Counter>(id).await.unwrap().aggregate.total, 11);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeat_after_the_duplicate_window_is_still_recognised() {
    let broker = Broker::single().await;
    let config = LogConfig {
        duplicate_window: Duration::from_millis(100),
        ..broker.config()
    };
    let log = broker.log_with(config).await;
    let (id, command) = (id(), id());
    log.execute::<Counter>(id, add(1), context_of(command))
        .await
        .unwrap();
    let written = std::time::Instant::now();
    while written.elapsed() < Duration::from_millis(300) {
        log.execute::<Counter>(mangakai_runtime::new_id(), add(1), context())
            .await
            .unwrap();
    }
    assert!(
        log.execute::<Counter>(id, add(1), context_of(command))
            .await
            .unwrap()
            .repeated
    );
    assert_eq!(log.load::<Counter>(id).await.unwrap().version(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_commit_is_lost_when_the_server_is_killed_under_load() {
    let mut broker = Broker::single().await;
    let log = broker.log().await;
    for _ in 0..3 {
        let ids: Vec<_> = (0..20).map(|_| id()).collect();
        let load = join_all(ids.iter().map(|id| {
            let log = log.clone();
            let id = *id;
            tokio::spawn(async move {
                let mut acknowledged = 0;
                for _ in 0..10 {
                    log.execute::<Counter>(id, add(1), patient()).await.unwrap();
                    acknowledged += 1;
                }
                acknowledged
            })
        }));
        let (counts, ()) = tokio::join!(load, async {
            // In the middle of it: as soon as the first commits are there.
            while log.last_position(0).await.unwrap_or_default() < 30 {
                tokio::task::yield_now().await;
            }
            broker.servers[0].kill();
            broker.servers[0].start_again().await.unwrap();
        });
        for (id, count) in ids.iter().zip(counts) {
            let loaded = log.load::<Counter>(*id).await.unwrap();
            assert_eq!((loaded.aggregate.total, loaded.version()), (10, count.unwrap()));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_is_too_large_is_refused_before_it_is_sent() {
    let broker = Broker::single().await;
    let log = broker.log().await;
    let huge = Add {
        amount: u64::MAX / (1 << 20),
        events: 60_000,
    };
    match log.execute::<Counter>(id(), huge, context()).await {
        Err(ExecuteError::TooLarge { bytes, limit }) => assert!(bytes > limit && limit == MAX_COMMIT_BYTES),
        other => panic!("{other:?}"),
    }
    assert_eq!(log.last_position(0).await.unwrap(), 0);
}

/// A message as the log would write it, changed in one way, put there behind the log's back.
async fn forge(broker: &Broker, id: Uuid, change: impl Fn(&mut async_nats::HeaderMap, &mut Vec<u8>)) {
    let client = async_nats::connect(broker.servers[0].url()).await.unwrap();
    let stream = async_nats::jetstream::new(client.clone())
        .get_stream("MANGAKAI_LOG")
        .await
        .unwrap();
    let subject = subjects::aggregate("counter", id);
    let original = stream.get_last_raw_message_by_subject(&subject).await.unwrap();
    let (mut map, mut body) = (async_nats::HeaderMap::new(), original.payload.to_vec());
    for (name, values) in original
        .headers
        .iter()
        .filter(|(name, _)| !name.to_string().starts_with("Nats-"))
    {
        map.insert(name.clone(), values[0].clone());
    }
    change(&mut map, &mut body);
    let ack = client
        .request_with_headers(subject, map, body.into())
        .await
        .unwrap();
    assert!(!String::from_utf8_lossy(&ack.payload).contains("error"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gap_a_changed_byte_and_a_broken_chain_are_detected_on_load() {
    let broker = Broker::single().await;
    let log = broker.log().await;
    let corrupt = async |id: Uuid| matches!(log.load::<Counter>(id).await, Err(LogError::Corrupt { .. }));
    let fresh = async || {
        let id = mangakai_runtime::new_id();
        log.execute::<Counter>(id, add(1), context()).await.unwrap();
        id
    };
    let repeated = fresh().await;
    forge(&broker, repeated, |_, _| {}).await;
    assert!(corrupt(repeated).await, "the same version twice");
    let gap = fresh().await;
    forge(&broker, gap, |map, _| map.insert(headers::VERSION, "3")).await;
    assert!(corrupt(gap).await, "a version is missing");
    let changed = fresh().await;
    forge(&broker, changed, |map, body| {
        map.insert(headers::VERSION, "2");
        body.push(b' ');
    })
    .await;
    assert!(corrupt(changed).await, "the hash is not that of the content");
    let untouched = fresh().await;
    assert_eq!(log.load::<Counter>(untouched).await.unwrap().version(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_of_event_that_is_not_known_stops_the_reader() {
    let broker = Broker::single().await;
    let log = broker.log().await;
    let id = id();
    log.execute::<Counter>(id, add(1), context()).await.unwrap();
    forge(&broker, id, |map, body| {
        *body = b"\"from the future\"".to_vec();
        let text = |name: &str| map.get(name).unwrap().as_str().to_owned();
        let (prev_hash, ce_id, event_type, time) = (
            text(headers::HASH),
            text(headers::CE_ID),
            text(headers::CE_TYPE),
            text(headers::CE_TIME),
        );
        let (command, actor, subject) = (
            text(headers::COMMAND),
            text(headers::ACTOR),
            subjects::aggregate("counter", id),
        );
        let fields = mangakai_events::HashedFields {
            prev_hash: &prev_hash,
            subject: &subject,
            version: 2,
            id: &ce_id,
            event_type: &event_type,
            time: &time,
            command: &command,
            actor: &actor,
            body,
        };
        let hash = fields.hash();
        map.insert(headers::VERSION, "2");
        map.insert(headers::PREV_HASH, prev_hash.as_str());
        map.insert(headers::HASH, hash);
    })
    .await;
    assert!(matches!(
        log.load::<Counter>(id).await,
        Err(LogError::Unreadable { .. })
    ));
    let mut feed = log.feed::<crate::support::Added>(0, 0);
    assert_eq!(feed.next().await.unwrap().version, 1);
    for _ in 0..2 {
        assert!(
            matches!(feed.next().await, Err(LogError::Unreadable { .. })),
            "a feed stops there, it never skips"
        );
    }
}
