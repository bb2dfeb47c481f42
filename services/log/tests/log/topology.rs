//! The shape of the streams and the safety of the broker: what differs from what is wanted is refused.

use std::time::Duration;

use crate::support::{Added, Broker, Counter, add, context};
use mangakai_local::Nats;
use mangakai_log::{Log, LogConfig, LogError, UnsafeBroker, broker_safety};

#[tokio::test(flavor = "multi_thread")]
async fn a_log_laid_out_differently_is_refused() {
    let broker = Broker::single().await;
    let log = broker.log().await;
    let epoch = log.epoch().to_owned();
    assert_eq!(broker.log().await.epoch(), epoch);
    let eight = LogConfig {
        streams: 8,
        ..broker.config()
    };
    assert!(matches!(Log::connect(eight).await, Err(LogError::Drift { .. })));
    let three = LogConfig {
        streams: 3,
        ..broker.config()
    };
    assert!(matches!(Log::connect(three).await, Err(LogError::Drift { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_could_lose_something_is_refused_by_name() {
    use async_nats::jetstream::stream::{Compression, Config, DiscardPolicy, PersistenceMode, StorageType};
    let broker = Broker::single().await;
    let context = async_nats::jetstream::new(async_nats::connect(broker.servers[0].url()).await.unwrap());
    drop(broker.log().await);
    let good = context.get_stream("MANGAKAI_LOG").await.unwrap();
    let good = good.cached_info().config.clone();
    type Change = fn(&mut Config);
    let changes: [(&str, Change); 9] = [
        ("max_age", |config| config.max_age = Duration::from_secs(3600)),
        ("max_msgs_per_subject", |config| {
            config.max_messages_per_subject = 5
        }),
        ("discard", |config| config.discard = DiscardPolicy::Old),
        ("storage", |config| config.storage = StorageType::Memory),
        ("deny_delete", |config| config.deny_delete = false),
        ("deny_purge", |config| config.deny_purge = false),
        ("allow_direct", |config| config.allow_direct = false),
        ("persist_mode", |config| {
            config.persist_mode = Some(PersistenceMode::Async)
        }),
        ("compression", |config| config.compression = Some(Compression::S2)),
    ];
    for (name, change) in changes {
        let mut wrong = good.clone();
        change(&mut wrong);
        context.delete_stream("MANGAKAI_LOG").await.unwrap();
        context.create_stream(wrong).await.unwrap();
        match Log::connect(broker.config()).await {
            Err(LogError::Drift { what, .. }) => assert!(what.starts_with(name), "{name}: {what}"),
            other => panic!("{name}: {other:?}"),
        }
    }
    context.delete_stream("MANGAKAI_LOG").await.unwrap();
    context.create_stream(good).await.unwrap();
    Log::connect(broker.config()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tool_that_looks_opens_the_log_as_it_is_and_creates_none() {
    let broker = Broker::single().await;
    let url = broker.servers[0].url();
    assert!(matches!(Log::open(&url).await, Err(LogError::Drift { .. })));
    let config = LogConfig {
        streams: 8,
        ..broker.config()
    };
    let log = broker.log_with(config).await;
    let looking = Log::open(&url).await.unwrap();
    assert_eq!((looking.streams(), looking.epoch()), (8, log.epoch()));
    let id = mangakai_runtime::new_id();
    log.execute::<Counter>(id, add(1), context()).await.unwrap();
    assert_eq!(looking.load::<Counter>(id).await.unwrap().version(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_streams_hold_one_log() {
    let broker = Broker::single().await;
    let log = broker
        .log_with(LogConfig {
            streams: 8,
            ..broker.config()
        })
        .await;
    let ids: Vec<_> = (0..64).map(|_| mangakai_runtime::new_id()).collect();
    for id in &ids {
        log.execute::<Counter>(*id, add(1), context()).await.unwrap();
    }
    let mut found = 0;
    for stream in 0..8 {
        let end = log.last_position(stream).await.unwrap();
        let mut feed = log.feed::<Added>(stream, 0);
        while feed.position() < end {
            assert_eq!(log.stream_of(feed.next().await.unwrap().aggregate_id), stream);
            found += 1;
        }
    }
    assert_eq!(found, ids.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_that_syncs_late_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let safe = Nats::start(&folder.path().join("safe")).await.unwrap();
    broker_safety(&[safe.monitor_url()]).await.unwrap();
    let late = Nats::start_unsafe(&folder.path().join("late")).await.unwrap();
    assert!(matches!(
        broker_safety(&[safe.monitor_url(), late.monitor_url()]).await,
        Err(UnsafeBroker::NotSynced)
    ));
    assert!(matches!(
        broker_safety(&[]).await,
        Err(UnsafeBroker::NotMonitored)
    ));
}
