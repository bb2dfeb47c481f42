//! What the broker may answer besides yes: each answer has its consequence, and none of them is a false one.

use std::time::{Duration, Instant};

use async_nats::jetstream;
use futures::future::join_all;
use mangakai_local::Nats;
use mangakai_log::{CommandContext, ExecuteError, LogConfig, LogError, Retry};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use uuid::Uuid;

use crate::support::{Add, Broker, Counter, add, context, context_of, history, load, on_both, patient};

/// A context that stops trying soon.
fn hasty() -> CommandContext {
    CommandContext {
        retry: Retry::Until(Instant::now() + Duration::from_millis(800)),
        ..context()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_with_the_same_command_make_one_commit() {
    on_both(async |broker| {
        let (here, there) = (broker.log().await, broker.log().await);
        for _ in 0..50 {
            let (id, command) = (mangakai_runtime::new_id(), mangakai_runtime::new_id());
            let ours = || CommandContext {
                command_id: command,
                ..patient()
            };
            let (one, two) = tokio::join!(
                here.execute::<Counter>(id, add(1), ours()),
                there.execute::<Counter>(id, add(1), ours())
            );
            assert_eq!(one.unwrap().position, two.unwrap().position);
            assert_eq!(here.load::<Counter>(id).await.unwrap().version(), 1);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_repetition_of_command_ids_changes_nothing() {
    let broker = Broker::single().await;
    let logs = [broker.log().await, broker.log().await];
    let mut random = StdRng::seed_from_u64(7);
    for _ in 0..20 {
        let id = mangakai_runtime::new_id();
        let commands: Vec<(Uuid, u64)> = (1..=8)
            .map(|amount| (mangakai_runtime::new_id(), amount))
            .collect();
        let mut given = vec![false; commands.len()];
        for _ in 0..40 {
            let pick = random.random_range(0..commands.len());
            let (command, amount) = commands[pick];
            let log = &logs[random.random_range(0..2)];
            let executed = log
                .execute::<Counter>(id, add(amount), context_of(command))
                .await
                .unwrap();
            assert_eq!(executed.repeated, given[pick]);
            given[pick] = true;
        }
        let loaded = logs[0].load::<Counter>(id).await.unwrap();
        let distinct = commands.iter().zip(&given).filter(|(_, given)| **given);
        let sum: u64 = distinct.clone().map(|((_, amount), _)| amount).sum();
        assert_eq!(
            (loaded.aggregate.total, loaded.version()),
            (sum, distinct.count() as u64)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_hangs_leaves_at_most_one_commit_and_an_outcome_that_becomes_known() {
    on_both(async |broker| {
        let config = LogConfig {
            publish_timeout: Duration::from_millis(200),
            ..broker.config()
        };
        let log = broker.log_with(config).await;
        // Hung at another step of the command each time.
        for (amount, steps) in (1..).zip([0, 30, 300]) {
            let (id, command) = (mangakai_runtime::new_id(), mangakai_runtime::new_id());
            log.execute::<Counter>(id, add(100), patient()).await.unwrap();
            let hurried = CommandContext {
                command_id: command,
                ..hasty()
            };
            let (outcome, ()) = tokio::join!(log.execute::<Counter>(id, add(amount), hurried), async {
                for _ in 0..steps {
                    tokio::task::yield_now().await;
                }
                broker.servers.iter().for_each(Nats::pause);
            });
            broker.servers.iter().for_each(Nats::resume);
            assert!(
                matches!(
                    outcome,
                    Ok(_) | Err(ExecuteError::Unknown { .. } | ExecuteError::Unavailable(_))
                ),
                "{outcome:?}"
            );
            let again = CommandContext {
                command_id: command,
                ..patient()
            };
            let known = log.execute::<Counter>(id, add(amount), again).await.unwrap();
            assert_eq!(known.version, 2);
            let loaded = load(&log, id).await;
            assert_eq!((loaded.aggregate.total, loaded.version()), (100 + amount, 2));
        }
    })
    .await;
}

/// Sets how many bytes the log may hold.
async fn limit_log(broker: &Broker, max_bytes: i64) {
    let client = async_nats::connect(broker.servers[0].url()).await.unwrap();
    let context = jetstream::new(client);
    let stream = context.get_stream("MANGAKAI_LOG").await.unwrap();
    let config = jetstream::stream::Config {
        max_bytes,
        ..stream.cached_info().config.clone()
    };
    context.update_stream(config).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_log_refuses_without_losing_and_goes_on_when_there_is_room() {
    on_both(async |broker| {
        let log = broker.log().await;
        limit_log(&broker, 8 * 1024).await;
        let mut written = Vec::new();
        let refused = loop {
            let id = mangakai_runtime::new_id();
            match log.execute::<Counter>(id, add(1), hasty()).await {
                Ok(_) => written.push(id),
                Err(error) => break error,
            }
        };
        assert!(
            matches!(&refused, ExecuteError::Unavailable(LogError::Unavailable(cause)) if cause.contains("10077")),
            "{refused:?}"
        );
        for id in &written {
            assert_eq!(log.load::<Counter>(*id).await.unwrap().version(), 1);
        }
        limit_log(&broker, -1).await;
        log.execute::<Counter>(written[0], add(1), patient()).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_majority_nothing_is_accepted_and_afterwards_everything_goes_on() {
    let mut broker = Broker::cluster().await;
    let log = broker.log().await;
    let id = mangakai_runtime::new_id();
    log.execute::<Counter>(id, add(1), patient()).await.unwrap();
    broker.servers[1..].iter_mut().for_each(Nats::kill);
    let command = mangakai_runtime::new_id();
    let alone = CommandContext {
        command_id: command,
        ..hasty()
    };
    let outcome = log.execute::<Counter>(id, add(10), alone).await;
    assert!(
        matches!(
            outcome,
            Err(ExecuteError::Unknown { .. } | ExecuteError::Unavailable(_))
        ),
        "{outcome:?}"
    );
    let starting = broker.servers[1..].iter_mut().map(Nats::start_again);
    join_all(starting)
        .await
        .into_iter()
        .for_each(|started| started.unwrap());
    let again = CommandContext {
        command_id: command,
        ..patient()
    };
    log.execute::<Counter>(id, add(10), again).await.unwrap();
    let loaded = load(&log, id).await;
    assert_eq!((loaded.aggregate.total, loaded.version()), (11, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replica_that_lags_never_has_the_last_word() {
    let broker = Broker::cluster().await;
    let ahead = broker.log_with(of_servers(&broker, 0..2)).await;
    // Reads through this one are answered by the replica beside it.
    let behind = broker.log_with(of_servers(&broker, 2..3)).await;
    let asks = Add { amount: 1, events: 0 };
    for _ in 0..2 {
        let id = mangakai_runtime::new_id();
        broker.servers[2].pause();
        // What it has to catch up with before it knows of the aggregate.
        join_all((0..24).map(|_| ahead.execute::<Counter>(mangakai_runtime::new_id(), large(), patient())))
            .await;
        let written = ahead.execute::<Counter>(id, add(1), patient()).await.unwrap();
        broker.servers[2].resume();
        let refusable = behind.execute::<Counter>(id, asks.clone(), patient());
        let (loaded, answered) = tokio::join!(load(&behind, id), refusable);
        assert_eq!(loaded.position(), written.position);
        assert_eq!(answered.unwrap().aggregate.total, 1);
        assert_eq!(history(&behind, id).await.len(), 1);
    }
}

/// A commit of a quarter of a megabyte.
fn large() -> Add {
    Add {
        amount: u64::MAX >> 20,
        events: 8_000,
    }
}

fn of_servers(broker: &Broker, which: std::ops::Range<usize>) -> LogConfig {
    let urls: Vec<_> = broker.servers[which].iter().map(Nats::url).collect();
    LogConfig {
        nats_url: urls.join(","),
        ..broker.config()
    }
}
