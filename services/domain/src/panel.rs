//! A panel and its versions.

use std::collections::BTreeMap;

use mangakai_events::v1::{Failure, PanelDrawn, Reference, Sealed};
use serde::{Deserialize, Serialize};

use crate::{Lease, VersionStatus};

/// One panel: every version of it, and which of them is shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PanelState {
    /// Boxed: a node of the map has room for eleven, and nearly every panel has one.
    pub(crate) versions: BTreeMap<u32, Box<VersionState>>,
    pub(crate) selected: Option<u32>,
    pub(crate) scene_revision: u32,
    pub(crate) words_revision: u32,
}

impl PanelState {
    /// Every version by its number: 1, 2, 3, ... without a gap.
    pub fn versions(&self) -> &BTreeMap<u32, Box<VersionState>> {
        &self.versions
    }

    /// Number of the newest version, 0 before the first.
    pub fn newest(&self) -> u32 {
        self.versions.last_key_value().map_or(0, |(version, _)| *version)
    }

    /// Number of the newest version that has a picture.
    pub fn newest_drawn(&self) -> Option<u32> {
        self.versions
            .iter()
            .rfind(|(_, version)| version.drawn.is_some())
            .map(|(number, _)| *number)
    }

    /// Number of the version shown: the one a person selected, else the newest that has a picture. A version newer
    /// than every picture so far becomes the one shown when it is drawn, also over a selection.
    pub fn shown(&self) -> Option<u32> {
        self.selected.or_else(|| self.newest_drawn())
    }

    /// The picture shown.
    pub fn picture(&self) -> Option<&PanelDrawn> {
        self.versions.get(&self.shown()?)?.drawn.as_ref()
    }

    /// No version is pending or being drawn.
    pub fn is_settled(&self) -> bool {
        self.versions
            .values()
            .all(|version| version.status().is_settled())
    }

    /// Some version has a picture.
    pub fn is_drawn(&self) -> bool {
        self.newest_drawn().is_some()
    }

    /// The scene was edited after the picture shown was drawn: it no longer shows the script.
    pub fn is_outdated(&self) -> bool {
        self.picture()
            .is_some_and(|drawn| drawn.revision < self.scene_revision)
    }

    /// Revision of the script in which its scene was last edited, 0 if never.
    pub fn scene_revision(&self) -> u32 {
        self.scene_revision
    }

    /// Revision of the script in which its words were last edited, 0 if never.
    pub fn words_revision(&self) -> u32 {
        self.words_revision
    }

    /// The newest version failed for good.
    pub(crate) fn newest_failed(&self) -> bool {
        self.versions
            .last_key_value()
            .is_some_and(|(_, newest)| newest.status() == VersionStatus::Failed)
    }

    /// Why a panel without a picture has none, while its newest version is failed.
    pub(crate) fn newest_failure(&self) -> Option<&Failure> {
        let (_, newest) = self.versions.last_key_value()?;
        newest.failure().filter(|_| !self.is_drawn())
    }

    /// A picture newer than all others takes over from what was selected.
    pub(crate) fn drawn(&mut self, event: PanelDrawn) {
        let number = event.version;
        let version = self.versions.entry(number).or_default();
        version.lease.account(event.attempt);
        version.lease.account(event.resumed_attempt);
        version.drawn = Some(event);
        if self.newest_drawn() == Some(number) {
            self.selected = None;
        }
    }

    /// The newest version that failed is wanted again.
    pub(crate) fn retry(&mut self) {
        let failed = |version: &&mut Box<VersionState>| version.status() == VersionStatus::Failed;
        if let Some(version) = self.versions.values_mut().rfind(failed) {
            version.lease.retry();
        }
    }
}

/// One version of a panel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VersionState {
    pub(crate) base_version: u32,
    pub(crate) instruction: Option<Sealed>,
    pub(crate) reference: Option<Reference>,
    pub(crate) drawn: Option<PanelDrawn>,
    pub(crate) lease: Lease,
}

impl VersionState {
    /// Where it stands.
    pub fn status(&self) -> VersionStatus {
        if self.drawn.is_some() {
            VersionStatus::Drawn
        } else if self.lease.open().is_some() {
            VersionStatus::Drawing
        } else if self.lease.failure().is_some() {
            VersionStatus::Failed
        } else {
            VersionStatus::Pending
        }
    }

    /// The version it starts from, 0: from nothing.
    pub fn base_version(&self) -> u32 {
        self.base_version
    }

    /// What should be different from the version it starts from.
    pub fn instruction(&self) -> Option<&Sealed> {
        self.instruction.as_ref()
    }

    /// A picture to go by.
    pub fn reference(&self) -> Option<&Reference> {
        self.reference.as_ref()
    }

    /// Its picture: image, lineage, cost and time.
    pub fn drawn(&self) -> Option<&PanelDrawn> {
        self.drawn.as_ref()
    }

    /// Why it failed for good.
    pub fn failure(&self) -> Option<&Failure> {
        self.lease.failure()
    }

    /// Its attempts.
    pub fn lease(&self) -> &Lease {
        &self.lease
    }
}
