//! What a gateway is told at its start.

use std::sync::Arc;

use mangakai_domain::{BudgetCaps, PriceList};
use mangakai_runtime::Secret;

use crate::{moderation::WordList, rates::RateLimit};

/// Settings of a gateway.
#[derive(Clone, Debug)]
pub struct GatewayConfig {
    /// `MANGAKAI_TOKEN_KEY`: session tokens are signed under it.
    pub token_key: Secret,
    /// `MANGAKAI_OPERATOR_TOKEN`: whoever sends it may read everything, review what is held and set caps.
    pub operator_token: Option<Secret>,
    /// `MANGAKAI_RATE_LIMIT`.
    pub rate_limit: RateLimit,
    /// Pages of other origins that may use the API, such as `https://app.example`; exact.
    pub allowed_origins: Vec<String>,
    /// Proxies in front that append to `X-Forwarded-For` and set `X-Forwarded-Proto`; 0: those headers are not
    /// believed.
    pub trusted_proxies: usize,
    /// `MANGAKAI_NATS_MONITOR_URLS`: monitoring address of every server of the broker.
    pub nats_monitor_urls: Vec<String>,
    /// `--unsafe-broker`: ready also on a broker that may lose acknowledged writes.
    pub unsafe_broker: bool,
    /// What may be spent.
    pub caps: BudgetCaps,
    /// What calls cost; empty: nothing does.
    pub prices: Arc<PriceList>,
    /// What is looked for in stories and instructions; none: nothing is.
    pub moderation: Option<Arc<WordList>>,
}

impl GatewayConfig {
    /// Settings for one machine: nothing but the key is set.
    pub fn new(token_key: Secret) -> GatewayConfig {
        GatewayConfig {
            token_key,
            operator_token: None,
            rate_limit: RateLimit::default(),
            allowed_origins: Vec::new(),
            trusted_proxies: 0,
            nats_monitor_urls: Vec::new(),
            unsafe_broker: false,
            caps: BudgetCaps::default(),
            prices: Arc::default(),
            moderation: None,
        }
    }
}
