//! What an attempt has to report, stored beside its picture before it is told to the log: if the worker dies in between,
//! the next attempt finds it and nobody pays twice.

use bytes::Bytes;
use mangakai_blobs::{BlobError, Blobs};
use mangakai_domain::{AttemptOutcome, PanelVersion, VersionState};
use mangakai_events::v1::{Cost, Image, Lineage};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::keys;

/// The report of one attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    pub image: Image,
    pub lineage: Lineage,
    pub cost: Cost,
    pub elapsed_ms: u64,
    /// Revision of the script it was drawn from.
    pub revision: u32,
}

impl Receipt {
    /// Stores the receipt of an attempt.
    pub async fn put(
        &self,
        blobs: &Blobs,
        task: Uuid,
        target: PanelVersion,
        attempt: u32,
    ) -> Result<(), BlobError> {
        let body = Bytes::from(serde_json::to_vec(self).unwrap_or_default());
        blobs
            .put(&keys::receipt(task, target, attempt), body, "application/json")
            .await?;
        Ok(())
    }

    /// The receipt that an earlier attempt left whose result never came to the log, and that attempt.
    pub async fn left_behind(
        blobs: &Blobs,
        task: Uuid,
        target: PanelVersion,
        version: &VersionState,
    ) -> Result<Option<(u32, Receipt)>, BlobError> {
        let expired = version
            .lease()
            .attempts()
            .values()
            .filter(|attempt| attempt.outcome == AttemptOutcome::Expired);
        for attempt in expired.rev() {
            match blobs.get(&keys::receipt(task, target, attempt.number)).await {
                Ok(body) => {
                    let receipt = serde_json::from_slice(&body).ok();
                    return Ok(receipt.map(|receipt| (attempt.number, receipt)));
                }
                Err(BlobError::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }
}
