//! Where a task and its panel versions stand.

use serde::{Deserialize, Serialize};

/// Where a task stands.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum TaskStatus {
    /// Nobody has begun to write its script.
    #[default]
    Pending,
    /// Its script is being written.
    SceneGeneration,
    /// Its panels are being drawn.
    ImageGeneration,
    /// Every panel has a picture.
    Completed,
    /// Some panels have a picture, some failed for good.
    Partial,
    /// No panel has a picture, or a person refused the task.
    Failed,
    /// Stopped on request.
    Cancelled,
    /// Waits for a person to look at it.
    Held,
}

impl TaskStatus {
    /// Nothing more happens by itself; a redraw or a retry may set it going again.
    pub fn is_final(self) -> bool {
        match self {
            Self::Completed | Self::Partial | Self::Failed | Self::Cancelled => true,
            Self::Pending | Self::SceneGeneration | Self::ImageGeneration | Self::Held => false,
        }
    }

    /// Work is wanted now: neither final nor waiting for a person.
    pub fn is_running(self) -> bool {
        !self.is_final() && self != Self::Held
    }
}

/// Where one version of a panel stands.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum VersionStatus {
    /// Not drawn, and nobody is at it.
    Pending,
    /// An attempt is open.
    Drawing,
    /// It has a picture.
    Drawn,
    /// It failed for good, until somebody asks for a retry.
    Failed,
}

impl VersionStatus {
    /// Nothing more happens by itself.
    pub fn is_settled(self) -> bool {
        match self {
            Self::Drawn | Self::Failed => true,
            Self::Pending | Self::Drawing => false,
        }
    }
}
