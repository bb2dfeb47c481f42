//! Several kinds of aggregates in one log: readers of one pass over the others and do not wait behind them. And aggregates
//! that are kept in memory.

use std::{convert::Infallible, time::Duration};

use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};
use mangakai_events::{CodecError, LogEvent};
use mangakai_log::{Kept, Log};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::support::{Added, Broker, Counter, add, context, patient};

const PATIENCE: Duration = Duration::from_secs(30);

/// Somebody else made a noise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Noise;

impl DomainEvent for Noise {
    fn event_type(&self) -> String {
        "Noise".to_owned()
    }
    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl LogEvent for Noise {
    const AGGREGATE: &'static str = "noise";

    fn encode_commit(_: &[Self]) -> Vec<u8> {
        vec![1]
    }

    fn decode_commit(_: &[u8]) -> Result<Vec<Self>, CodecError> {
        Ok(vec![Noise])
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Drum;

impl Aggregate for Drum {
    const TYPE: &'static str = "noise";
    type Command = ();
    type Event = Noise;
    type Error = Infallible;
    type Services = ();

    async fn handle(&mut self, (): (), (): &(), sink: &EventSink<Self>) -> Result<(), Infallible> {
        sink.write(Noise, self).await;
        Ok(())
    }

    fn apply(&mut self, _: Noise) {}
}

async fn drum(log: &Log, times: u32) {
    for _ in 0..times {
        log.execute::<Drum>(mangakai_runtime::new_id(), (), context())
            .await
            .unwrap();
    }
}

async fn count(log: &Log, amount: u64) {
    let id = mangakai_runtime::new_id();
    log.execute::<Counter>(id, add(amount), context()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_not_held_back_by_what_others_wrote_after_it() {
    let broker = Broker::single().await;
    let log = broker.log().await;
    count(&log, 1).await;
    drum(&log, 5).await;
    let mut feed = log.feed::<Added>(0, 0);
    let mut seen = 0;
    while feed.position() < 6 {
        let batch = tokio::time::timeout(PATIENCE, feed.next_batch(1000))
            .await
            .unwrap();
        seen += batch.unwrap().len();
    }
    assert_eq!((seen, feed.position(), feed.pending()), (1, 6, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_of_one_kind_comes_to_the_end_whoever_wrote_last() {
    let broker = Broker::single().await;
    let log = broker.log().await;
    count(&log, 1).await;
    drum(&log, 2).await;
    count(&log, 2).await;
    drum(&log, 2).await;
    let end = log.last_position(0).await.unwrap();
    let mut feed = log.feed::<Added>(0, 0);
    let mut positions = Vec::new();
    let reading = async {
        while let Some(commit) = feed.next_until(end).await.unwrap() {
            positions.push(commit.position);
        }
    };
    tokio::time::timeout(PATIENCE, reading).await.unwrap();
    assert_eq!((positions, feed.position()), (vec![1, 4], end));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_goes_on_where_others_wrote() {
    let broker = Broker::single().await;
    let (log, other) = (broker.log().await, broker.log().await);
    let (kept, id) = (Kept::<Counter>::default(), Uuid::from_u128(7));
    for amount in 1..=3 {
        log.execute_kept(&kept, id, add(amount), patient()).await.unwrap();
        let theirs = other.execute::<Counter>(id, add(10), patient()).await.unwrap();
        assert_eq!(theirs.version, 2 * amount);
    }
    assert_eq!(kept.load(&log, id).await.unwrap().total, 36);
    let context = context();
    let once = log
        .execute_kept(&kept, id, add(4), context.clone())
        .await
        .unwrap();
    let again = log
        .execute_kept(&Kept::<Counter>::default(), id, add(4), context)
        .await
        .unwrap();
    assert_eq!((again.position, again.repeated), (once.position, true));
    let whole = log.load::<Counter>(id).await.unwrap();
    assert_eq!((whole.aggregate.total, whole.version()), (40, 7));
}
