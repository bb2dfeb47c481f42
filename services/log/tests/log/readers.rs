//! Feeds, reactors, workers, the shape of the streams and the safety of the broker.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::Duration,
};

use crate::support::{Added, Broker, Counter, add, context};
use mangakai_events::Recorded;
use mangakai_local::Nats;
use mangakai_log::{
    JobsConfig, Log, LogConfig, LogError, NewJob, Origin, Outcome, Tick, UnsafeBroker, broker_safety,
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const PATIENCE: Duration = Duration::from_secs(30);

async fn write(log: &Log, count: u64) {
    for amount in 1..=count {
        log.execute::<Counter>(mangakai_runtime::new_id(), add(amount), crate::support::patient())
            .await
            .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_sees_everything_once_and_in_order_over_a_restart() {
    let mut broker = Broker::single().await;
    let log = broker.log().await;
    write(&log, 50).await;
    let mut feed = log.feed::<Added>(0, 0);
    let mut seen = Vec::new();
    while seen.len() < 30 {
        seen.extend(feed.next_batch(30 - seen.len()).await.unwrap());
    }
    broker.servers[0].kill();
    broker.servers[0].start_again().await.unwrap();
    write(&log, 50).await;
    while seen.len() < 100 {
        let batch = tokio::time::timeout(PATIENCE, feed.next_batch(1000))
            .await
            .unwrap();
        seen.extend(batch.unwrap());
    }
    let positions: Vec<_> = seen.iter().map(|commit| commit.position).collect();
    assert_eq!(positions, (1..=100).collect::<Vec<_>>());
    let mut later = log.feed::<Added>(0, 97);
    assert_eq!(later.next_batch(10).await.unwrap().first().unwrap().position, 98);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reactor_repeats_buries_and_never_starts_over() {
    let broker = Broker::single().await;
    let log = broker.log().await;
    write(&log, 4).await;
    let (sender, mut handled) = mpsc::unbounded_channel();
    let tries = Arc::new(AtomicU32::new(0));
    let stop = CancellationToken::new();
    let reactor = log.reactor::<Added>("test", 0).await.unwrap();
    let running = tokio::spawn(reactor.run(stop.clone(), {
        let tries = tries.clone();
        move |commit: Recorded<Added>| {
            let (sender, tries) = (sender.clone(), tries.clone());
            async move {
                let amount = commit.events[0].amount;
                let outcome = match amount {
                    2 if tries.fetch_add(1, Ordering::SeqCst) == 0 => {
                        Outcome::Retry(Duration::from_millis(50))
                    }
                    3 | 4 => Outcome::GiveUp(format!("never {amount}")),
                    _ => Outcome::Done,
                };
                sender.send((amount, outcome.clone())).unwrap();
                outcome
            }
        }
    }));
    let mut seen = Vec::new();
    while seen.len() < 5 {
        seen.push(
            tokio::time::timeout(PATIENCE, handled.recv())
                .await
                .unwrap()
                .unwrap()
                .0,
        );
    }
    seen.sort_unstable();
    assert_eq!(seen, [1, 2, 2, 3, 4]);
    stop.cancel();
    running.await.unwrap();

    let client = async_nats::connect(broker.servers[0].url()).await.unwrap();
    let dead = async_nats::jetstream::new(client)
        .get_stream("MANGAKAI_DEAD")
        .await
        .unwrap();
    let mut reasons = Vec::new();
    for letter in 1..=2 {
        let letter = dead.get_raw_message(letter).await.unwrap();
        reasons.push(letter.headers.get("mk-reason").unwrap().as_str().to_owned());
    }
    reasons.sort_unstable();
    assert_eq!(reasons, ["never 3", "never 4"]);

    write(&log, 1).await;
    let stop = CancellationToken::new();
    let (sender, mut handled) = mpsc::unbounded_channel();
    let again = log.reactor::<Added>("test", 0).await.unwrap();
    let running = tokio::spawn(again.run(stop.clone(), move |commit: Recorded<Added>| {
        sender.send(commit.position).unwrap();
        async { Outcome::Done }
    }));
    assert_eq!(
        tokio::time::timeout(PATIENCE, handled.recv())
            .await
            .unwrap()
            .unwrap(),
        5,
        "only what is not settled"
    );
    stop.cancel();
    running.await.unwrap();
}

/// Queues a job of drawing.
async fn queue(log: &Log, priority: &str, id: Uuid) {
    let job = NewJob {
        kind: "draw",
        priority,
        task: id,
        id,
        body: vec![1],
    };
    log.jobs().publish(job, &Origin::request(id)).await.unwrap();
}

async fn log_with_ack_wait(broker: &Broker, ack_wait: Duration) -> Log {
    let jobs = JobsConfig {
        ack_wait,
        ..JobsConfig::default()
    };
    broker
        .log_with(LogConfig {
            jobs,
            ..broker.config()
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_queued_once_by_its_id_and_done_once() {
    let broker = Broker::single().await;
    let log = broker.log().await;
    let (sender, mut done) = mpsc::unbounded_channel();
    let stop = CancellationToken::new();
    let worker = log.jobs().worker("draw", 4, stop.clone()).await.unwrap();
    let running = tokio::spawn(worker.run(move |delivery| {
        sender.send((delivery.job_id, delivery.delivery)).unwrap();
        async { Outcome::Done }
    }));
    let ids: Vec<_> = (0..20).map(|_| mangakai_runtime::new_id()).collect();
    for id in ids.iter().chain(&ids) {
        queue(&log, "normal", *id).await;
    }
    let mut seen = Vec::new();
    while seen.len() < 20 {
        let (id, delivery) = tokio::time::timeout(PATIENCE, done.recv())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(delivery, 1);
        seen.push(id);
    }
    stop.cancel();
    running.await.unwrap();
    assert!(done.recv().await.is_none(), "nothing was done twice");
    seen.sort_unstable();
    assert_eq!(seen, ids);
}

#[tokio::test(flavor = "multi_thread")]
async fn signs_of_life_keep_a_long_job_from_being_given_to_another() {
    let broker = Broker::single().await;
    let ack_wait = Duration::from_millis(400);
    let log = log_with_ack_wait(&broker, ack_wait).await;
    let deliveries = Arc::new(AtomicU64::new(0));
    let (sender, mut done) = mpsc::unbounded_channel();
    let stop = CancellationToken::new();
    let worker = log.jobs().worker("draw", 2, stop.clone()).await.unwrap();
    let running = tokio::spawn(worker.run({
        let deliveries = deliveries.clone();
        move |_| {
            deliveries.fetch_add(1, Ordering::SeqCst);
            let sender = sender.clone();
            async move {
                // The work itself is what takes time here.
                tokio::time::sleep(ack_wait * 4).await;
                sender.send(()).unwrap();
                Outcome::Done
            }
        }
    }));
    let id = mangakai_runtime::new_id();
    queue(&log, "high", id).await;
    tokio::time::timeout(PATIENCE, done.recv())
        .await
        .unwrap()
        .unwrap();
    stop.cancel();
    running.await.unwrap();
    assert_eq!(deliveries.load(Ordering::SeqCst), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_job_of_a_dead_worker_is_delivered_to_another() {
    let broker = Broker::single().await;
    let log = log_with_ack_wait(&broker, Duration::from_millis(300)).await;
    let id = mangakai_runtime::new_id();
    let (taken, mut was_taken) = mpsc::unbounded_channel();
    let dying = log
        .jobs()
        .worker("draw", 1, CancellationToken::new())
        .await
        .unwrap();
    let dying = tokio::spawn(dying.run(move |delivery| {
        taken.send(delivery.delivery).unwrap();
        std::future::pending()
    }));
    queue(&log, "low", id).await;
    assert_eq!(
        tokio::time::timeout(PATIENCE, was_taken.recv()).await.unwrap(),
        Some(1)
    );
    dying.abort();
    let (done, mut was_done) = mpsc::unbounded_channel();
    let stop = CancellationToken::new();
    let other = log.jobs().worker("draw", 1, stop.clone()).await.unwrap();
    let other = tokio::spawn(other.run(move |delivery| {
        done.send((delivery.job_id, delivery.delivery)).unwrap();
        async { Outcome::Done }
    }));
    assert_eq!(
        tokio::time::timeout(PATIENCE, was_done.recv()).await.unwrap(),
        Some((id, 2))
    );
    stop.cancel();
    other.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_goes_on_when_the_broker_died_in_the_middle_of_an_answer() {
    let mut broker = Broker::single().await;
    let log = broker.log().await;
    let (sender, mut done) = mpsc::unbounded_channel();
    let stop = CancellationToken::new();
    let worker = log.jobs().worker("draw", 1, stop.clone()).await.unwrap();
    let running = tokio::spawn(worker.run(move |delivery| {
        sender.send(delivery.job_id).unwrap();
        async { Outcome::Done }
    }));
    // A hanging broker is asked for jobs, and dies before it answers.
    broker.servers[0].pause();
    let hanging = std::time::Instant::now();
    while hanging.elapsed() < Duration::from_secs(1) {
        tokio::task::yield_now().await;
    }
    broker.servers[0].kill();
    broker.servers[0].start_again().await.unwrap();
    let id = mangakai_runtime::new_id();
    queue(&log, "high", id).await;
    assert_eq!(
        tokio::time::timeout(PATIENCE, done.recv()).await.unwrap(),
        Some(id)
    );
    stop.cancel();
    running.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn urgent_jobs_go_first_and_the_others_are_not_starved() {
    let broker = Broker::single().await;
    let log = broker.log().await;
    for n in 0..40_u128 {
        for priority in ["low", "high"] {
            let id = Uuid::from_u128(if priority == "low" { 1000 + n } else { n });
            queue(&log, priority, id).await;
        }
    }
    let order = Arc::new(Mutex::new(Vec::new()));
    let (sender, mut done) = mpsc::unbounded_channel();
    let stop = CancellationToken::new();
    let worker = log.jobs().worker("draw", 1, stop.clone()).await.unwrap();
    let running = tokio::spawn(worker.run({
        let order = order.clone();
        move |delivery| {
            order.lock().unwrap().push(delivery.job_id.as_u128() < 1000);
            sender.send(()).unwrap();
            async { Outcome::Done }
        }
    }));
    for _ in 0..80 {
        tokio::time::timeout(PATIENCE, done.recv())
            .await
            .unwrap()
            .unwrap();
    }
    stop.cancel();
    running.await.unwrap();
    let order = order.lock().unwrap().clone();
    let urgent = order[..40].iter().filter(|urgent| **urgent).count();
    assert!((30..40).contains(&urgent), "{urgent} of the first 40 were urgent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tick_reaches_who_listens_and_floods_nobody() {
    use futures::StreamExt;
    let broker = Broker::single().await;
    let log = broker.log().await;
    let mut heard = std::pin::pin!(log.ticks().subscribe().await.unwrap());
    let (ticks, task) = (log.ticks(), mangakai_runtime::new_id());
    log.flush().await.unwrap();
    for progress in 0..50 {
        ticks
            .send(
                task,
                &Tick {
                    message: "drawing".to_owned(),
                    progress,
                },
            )
            .await;
    }
    let other = mangakai_runtime::new_id();
    ticks
        .send(
            other,
            &Tick {
                message: "end".to_owned(),
                progress: 100,
            },
        )
        .await;
    let first = tokio::time::timeout(PATIENCE, heard.next())
        .await
        .unwrap()
        .unwrap();
    assert_eq!((first.0, first.1.progress), (task, 0));
    assert_eq!(
        tokio::time::timeout(PATIENCE, heard.next())
            .await
            .unwrap()
            .unwrap()
            .0,
        other
    );
}

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
