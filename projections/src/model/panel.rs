//! What happens to a panel and its versions.

use jiff::Timestamp;
use mangakai_events::v1::{PanelDrawn, PanelFailed};

use super::{PanelModel, VersionModel, state};

impl PanelModel {
    pub(crate) fn numbered(panel: u32) -> PanelModel {
        PanelModel {
            panel,
            status: state::PENDING.to_owned(),
            ..PanelModel::default()
        }
    }

    /// The version of a number, which comes into being when it is first heard of.
    pub(super) fn version_mut(&mut self, number: u32, at: Timestamp) -> &mut VersionModel {
        let index = match self
            .versions
            .binary_search_by_key(&number, |version| version.version)
        {
            Ok(index) => index,
            Err(index) => {
                let status = state::PENDING.to_owned();
                let version = VersionModel {
                    version: number,
                    status,
                    created_at: at,
                    ..VersionModel::default()
                };
                // Nearly every panel has one version and no more.
                self.versions.reserve_exact(1);
                self.versions.insert(index, version);
                index
            }
        };
        &mut self.versions[index]
    }

    /// A picture newer than all others becomes the one shown, also over a person's choice.
    pub(super) fn drawn(&mut self, event: &PanelDrawn, at: Timestamp) {
        let version = self.version_mut(event.version, at);
        version.image.clone_from(&event.image);
        version.lineage.clone_from(&event.lineage);
        version.elapsed_ms = event.elapsed_ms;
        version.script_revision = event.revision;
        version.close(event.attempt);
        let newest_drawn = self
            .versions
            .iter()
            .rfind(|version| version.image.is_some())
            .map(|newest| newest.version);
        if newest_drawn == Some(event.version) {
            self.version = event.version;
        }
    }

    /// The newest version that failed is wanted again.
    pub(super) fn retry(&mut self) {
        if let Some(failed) = self
            .versions
            .iter_mut()
            .rfind(|version| version.status == state::FAILED)
        {
            failed.error = None;
        }
    }

    /// Derives what follows from the versions.
    pub(crate) fn settle(&mut self) {
        for version in &mut self.versions {
            version.settle();
        }
        self.outdated = self
            .shown()
            .is_some_and(|shown| shown.script_revision < self.scene_revision);
        let unsettled = self.versions.iter().rfind(|version| !version.is_settled());
        let status = match unsettled {
            Some(version) => &version.status,
            None if self.version > 0 => state::DRAWN,
            None => self
                .versions
                .last()
                .map_or(state::PENDING, |newest| &newest.status),
        };
        if self.status != status {
            self.status = status.to_owned();
        }
    }

    /// No version is pending or being drawn.
    pub(super) fn is_settled(&self) -> bool {
        self.versions.iter().all(VersionModel::is_settled)
    }
}

impl VersionModel {
    pub(super) fn start(&mut self, attempt: u32) {
        self.attempts += 1;
        self.open_attempt = Some(attempt);
    }

    pub(super) fn failed(&mut self, event: &PanelFailed) {
        self.close(event.attempt);
        if event.r#final {
            self.error = Some(event.failure.clone().unwrap_or_default());
        }
    }

    /// The attempt no longer holds the lease; another one may.
    pub(super) fn close(&mut self, attempt: u32) {
        if self.open_attempt == Some(attempt) {
            self.open_attempt = None;
        }
    }

    fn settle(&mut self) {
        let status = if self.image.is_some() {
            state::DRAWN
        } else if self.open_attempt.is_some() {
            state::DRAWING
        } else if self.error.is_some() {
            state::FAILED
        } else {
            state::PENDING
        };
        if self.status != status {
            self.status = status.to_owned();
        }
    }

    fn is_settled(&self) -> bool {
        matches!(self.status.as_str(), state::DRAWN | state::FAILED)
    }
}
