//! Jobs: queued once, done once, kept alive, given to another, the urgent first.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::Broker;
use mangakai_log::{JobsConfig, Log, LogConfig, NewJob, Origin, Outcome};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const PATIENCE: Duration = Duration::from_secs(30);

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
