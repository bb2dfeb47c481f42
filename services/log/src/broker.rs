//! Is the broker safe? One that acknowledges before it syncs loses acknowledged commits with the power.

use std::time::Duration;

use serde_json::Value;

/// The oldest server that behaves as the log needs it.
const VERSION_FLOOR: (u64, u64) = (2, 12);
const TIMEOUT: Duration = Duration::from_secs(2);

/// Why the broker must not be trusted with the log.
#[derive(Debug, thiserror::Error)]
pub enum UnsafeBroker {
    /// Nobody told where to look.
    #[error(
        "the broker's safety cannot be seen: set MANGAKAI_NATS_MONITOR_URLS to the monitoring address of every server"
    )]
    NotMonitored,
    /// The monitoring endpoint does not answer.
    #[error("the broker's monitoring endpoint does not answer: {0}")]
    Unreachable(String),
    /// The server is too old.
    #[error("nats-server {0} is too old: 2.12 or newer is needed")]
    TooOld(String),
    /// The server acknowledges what is not on the disk.
    #[error(
        "the broker acknowledges writes before they are on the disk: set `jetstream {{ sync_interval: always }}`"
    )]
    NotSynced,
}

/// Asks every server of the broker.
pub async fn broker_safety(monitor_urls: &[String]) -> Result<(), UnsafeBroker> {
    if monitor_urls.is_empty() {
        return Err(UnsafeBroker::NotMonitored);
    }
    for url in monitor_urls {
        check_version(
            ask(&format!("{url}/varz")).await?["version"]
                .as_str()
                .unwrap_or_default(),
        )?;
        if ask(&format!("{url}/jsz?config=1")).await?["config"]["sync_always"] != true {
            return Err(UnsafeBroker::NotSynced);
        }
    }
    Ok(())
}

async fn ask(url: &str) -> Result<Value, UnsafeBroker> {
    let unreachable = |error: reqwest::Error| UnsafeBroker::Unreachable(error.without_url().to_string());
    let client = reqwest::Client::builder()
        .timeout(TIMEOUT)
        .build()
        .map_err(unreachable)?;
    client
        .get(url)
        .send()
        .await
        .map_err(unreachable)?
        .json()
        .await
        .map_err(unreachable)
}

fn check_version(version: &str) -> Result<(), UnsafeBroker> {
    let mut numbers = version
        .split('.')
        .map(|number| number.parse::<u64>().unwrap_or_default());
    let found = (
        numbers.next().unwrap_or_default(),
        numbers.next().unwrap_or_default(),
    );
    if found >= VERSION_FLOOR {
        Ok(())
    } else {
        Err(UnsafeBroker::TooOld(version.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_floor_holds() {
        for (version, fine) in [
            ("2.15.1", true),
            ("2.12.0", true),
            ("3.0.0", true),
            ("2.9.10", false),
            ("", false),
        ] {
            assert_eq!(check_version(version).is_ok(), fine, "{version}");
        }
    }
}
