//! How often one session, or one address, may ask. The buckets are bounded: the one idle for longest goes first.

mod policy;

use std::{net::IpAddr, num::NonZeroU32, sync::Arc, time::Duration};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::StateInformationMiddleware,
    state::{InMemoryState, NotKeyed},
};
use moka::{future::Cache, policy::EvictionPolicy};
use uuid::Uuid;

pub use policy::{Allowance, InvalidRateLimit, Lane, RateLimit};

use crate::limits;

/// Who a bucket belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asker {
    /// Whoever holds a token of the session.
    Session(Uuid),
    /// Operators share one.
    Operator,
    /// Everybody without a token behind one address; of IPv6, behind one /64.
    Address(IpAddr),
}

impl Asker {
    /// The bucket of an address.
    pub fn address(ip: IpAddr) -> Asker {
        match ip.to_canonical() {
            IpAddr::V6(v6) => {
                let network = v6.to_bits() & !u128::from(u64::MAX);
                Asker::Address(IpAddr::V6(network.into()))
            }
            v4 => Asker::Address(v4),
        }
    }
}

/// What a bucket said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The lane asked in.
    pub lane: Lane,
    /// What the lane allows.
    pub allowance: Allowance,
    /// Requests left at once.
    pub remaining: u32,
    /// None: go on. Otherwise refused, and one request will pass after this time.
    pub wait: Option<Duration>,
}

type Bucket = RateLimiter<NotKeyed, InMemoryState, DefaultClock, StateInformationMiddleware>;

/// All buckets of this process.
#[derive(Clone, Debug)]
pub struct Rates {
    writes: RateLimit,
    buckets: Cache<(Lane, Asker), Arc<Bucket>>,
    clock: DefaultClock,
}

impl Rates {
    /// Buckets for the given limit of writes; off means that nothing is limited.
    pub fn new(writes: RateLimit) -> Rates {
        let buckets = Cache::builder()
            .max_capacity(limits::MAX_BUCKETS)
            // Plain recency: an admission policy could keep a new asker out of the cache, and so out of the limit.
            .eviction_policy(EvictionPolicy::lru())
            .time_to_idle(limits::BUCKET_IDLE)
            .build();
        Rates {
            writes,
            buckets,
            clock: DefaultClock::default(),
        }
    }

    /// Takes one request out of a bucket; none when nothing is limited.
    pub async fn take(&self, lane: Lane, asker: Asker) -> Option<Verdict> {
        let allowance = lane.allowance(self.writes)?;
        let bucket = self
            .buckets
            .get_with((lane, asker), async { Arc::new(new_bucket(allowance)) })
            .await;
        let verdict = |remaining, wait| Verdict {
            lane,
            allowance,
            remaining,
            wait,
        };
        Some(match bucket.check() {
            Ok(snapshot) => verdict(snapshot.remaining_burst_capacity(), None),
            Err(not_yet) => verdict(0, Some(not_yet.wait_time_from(self.clock.now()))),
        })
    }
}

fn new_bucket(allowance: Allowance) -> Bucket {
    let positive = |number: u32| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::per_minute(positive(allowance.per_minute)).allow_burst(positive(allowance.burst));
    RateLimiter::direct(quota).with_middleware::<StateInformationMiddleware>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_burst_passes_and_the_next_one_knows_when() {
        let rates = Rates::new("60/10".parse().unwrap());
        let asker = Asker::Session(Uuid::from_u128(1));
        for left in (0..10).rev() {
            let verdict = rates.take(Lane::Writes, asker).await.unwrap();
            assert_eq!((verdict.wait, verdict.remaining), (None, left));
        }
        let refused = rates.take(Lane::Writes, asker).await.unwrap();
        assert!(
            refused
                .wait
                .is_some_and(|wait| wait > Duration::ZERO && wait <= Duration::from_secs(1))
        );
        assert_eq!(rates.take(Lane::Reads, asker).await.unwrap().wait, None);
        assert_eq!(
            rates
                .take(Lane::Writes, Asker::Session(Uuid::from_u128(2)))
                .await
                .unwrap()
                .wait,
            None
        );
    }

    #[tokio::test]
    async fn off_means_off() {
        let rates = Rates::new("off".parse().unwrap());
        for lane in [Lane::Writes, Lane::Reads, Lane::Streams, Lane::Sessions] {
            assert_eq!(rates.take(lane, Asker::Operator).await, None);
        }
    }

    #[test]
    fn addresses_of_one_network_share_a_bucket() {
        let asker = |text: &str| Asker::address(text.parse().unwrap());
        assert_eq!(asker("2001:db8::1"), asker("2001:db8::ffff:1"));
        assert_ne!(asker("2001:db8::1"), asker("2001:db8:0:1::1"));
        assert_eq!(asker("::ffff:10.0.0.7"), asker("10.0.0.7"));
        assert_ne!(asker("10.0.0.8"), asker("10.0.0.7"));
    }
}
