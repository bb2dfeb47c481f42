//! Data keys: personal text is sealed under a key per task, and the key is the only thing to destroy to erase it.
//!
//! The vault is a second truth beside the log: no rebuild touches it, and it is backed up apart.

mod aead;
mod data_key;
mod error;
mod master_key;
pub mod purpose;
mod store;

pub use data_key::{DataKey, OpenError};
pub use error::VaultError;
pub use master_key::{InvalidMasterKey, MasterKey};
pub use store::Vault;
