//! What stands before every handler: who asks, how often, how many at once. Needs no server behind it.

use std::{net::IpAddr, sync::Arc};

use axum::http::{HeaderMap, Method};
use jiff::Timestamp;

use crate::{
    auth::{Caller, Tokens, authenticate_browser},
    config::GatewayConfig,
    overload::Overload,
    problem::Problem,
    rates::{Asker, Rates},
};

/// The front of a gateway. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Front {
    /// Settings.
    pub config: Arc<GatewayConfig>,
    /// Who asks.
    pub tokens: Arc<Tokens>,
    /// How often they may.
    pub rates: Rates,
    /// How many at once.
    pub overload: Overload,
}

impl Front {
    /// A front by its settings.
    pub fn new(config: GatewayConfig) -> Front {
        let operator = config.operator_token.as_ref().map(|secret| secret.reveal());
        Front {
            tokens: Arc::new(Tokens::new(config.token_key.reveal().as_bytes(), operator)),
            rates: Rates::new(config.rate_limit),
            overload: Overload::default(),
            config: Arc::new(config),
        }
    }

    /// Who sends a request.
    ///
    /// # Errors
    /// 401, or 403 for a foreign page.
    pub fn judge(&self, method: &Method, headers: &HeaderMap, now: Timestamp) -> Result<Caller, Problem> {
        authenticate_browser(method, headers, &self.tokens, &self.config.allowed_origins, now)
    }

    /// Whose bucket a request is taken from.
    pub fn asker(&self, judged: &Result<Caller, Problem>, peer: IpAddr, headers: &HeaderMap) -> Asker {
        match judged {
            Ok(Caller::Session(session)) => Asker::Session(session.0),
            Ok(Caller::Operator) => Asker::Operator,
            Err(_) => Asker::address(self.client(peer, headers)),
        }
    }

    /// Address of the client: as many steps before us as there are proxies of ours.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if self.config.trusted_proxies == 0 {
            return peer;
        }
        let named = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok());
        let hops: Vec<&str> = named.flat_map(|value| value.split(',')).map(str::trim).collect();
        let hop = hops
            .len()
            .checked_sub(self.config.trusted_proxies)
            .and_then(|index| hops.get(index));
        hop.and_then(|hop| hop.parse().ok()).unwrap_or(peer)
    }

    /// The client came over https, as far as a proxy of ours says.
    pub fn is_https(&self, headers: &HeaderMap) -> bool {
        let proto = headers
            .get("x-forwarded-proto")
            .and_then(|value| value.to_str().ok());
        self.config.trusted_proxies > 0 && proto.is_some_and(|proto| proto.eq_ignore_ascii_case("https"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use mangakai_runtime::Secret;

    fn front(trusted_proxies: usize) -> Front {
        let config = GatewayConfig::new(Secret::new("a key of thirty-two bytes, or so"));
        Front::new(GatewayConfig {
            trusted_proxies,
            ..config
        })
    }

    #[test]
    fn an_address_is_believed_only_from_our_own_proxies() {
        let peer: IpAddr = "10.0.0.1".parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("6.6.6.6, 1.2.3.4"));
        headers.insert("x-forwarded-proto", HeaderValue::from_static("https"));
        assert_eq!(front(0).client(peer, &headers), peer);
        assert_eq!(
            front(1).client(peer, &headers),
            "1.2.3.4".parse::<IpAddr>().unwrap()
        );
        assert_eq!(front(3).client(peer, &headers), peer);
        assert!(front(1).is_https(&headers) && !front(0).is_https(&headers));
    }
}
