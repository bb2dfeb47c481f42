//! Appending and loading, on one server and on three: their error codes differ, the guarantees must not.

use std::time::Duration;

use crate::support::{Add, Broker, Counter, LossyProxy, add, context, context_of, load, on_both, patient};
use futures::future::join_all;
use mangakai_local::Nats;
use mangakai_log::{CommandContext, ExecuteError, Log, LogConfig, MAX_COMMIT_BYTES};
use uuid::Uuid;

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
    on_both(async |broker| {
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
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_commit_is_lost_when_the_server_is_killed_under_load() {
    on_both(async |mut broker| {
        let log = broker.log().await;
        for round in 0..3_usize {
            let ids: Vec<_> = (0..20).map(|_| id()).collect();
            let before = 200 * round;
            let writing = join_all(ids.iter().map(|id| {
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
            let (counts, ()) = tokio::join!(writing, async {
                // In the middle of it: as soon as the first commits are there.
                while log.last_position(0).await.unwrap_or_default() < before as u64 + 30 {
                    tokio::task::yield_now().await;
                }
                // One server, then another, then all of them.
                let servers = broker.servers.len();
                let killed = if round == 2 {
                    0..servers
                } else {
                    round % servers..round % servers + 1
                };
                broker.servers[killed.clone()].iter_mut().for_each(Nats::kill);
                let starting = broker.servers[killed].iter_mut().map(Nats::start_again);
                join_all(starting)
                    .await
                    .into_iter()
                    .for_each(|started| started.unwrap());
            });
            for (id, count) in ids.iter().zip(counts) {
                let loaded = load(&log, *id).await;
                assert_eq!((loaded.aggregate.total, loaded.version()), (10, count.unwrap()));
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_is_too_large_is_refused_before_it_is_sent() {
    on_both(async |broker| {
        let log = broker.log().await;
        let huge = Add {
            amount: u64::MAX / (1 << 20),
            events: 60_000,
        };
        match log.execute::<Counter>(id(), huge, context()).await {
            Err(ExecuteError::TooLarge { bytes, limit }) => {
                assert!(bytes > limit && limit == MAX_COMMIT_BYTES)
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(log.last_position(0).await.unwrap(), 0);
    })
    .await;
}
