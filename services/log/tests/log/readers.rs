//! Feeds, reactors and ticks.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::support::{Added, Broker, Counter, add};
use mangakai_events::Recorded;
use mangakai_log::{Log, Outcome, Tick};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

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
