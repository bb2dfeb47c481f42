//! Protobuf enums as their names in JSON, without the prefix that protobuf demands: `CHARGED_YES` is `"yes"`.

use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serializer, de::Error};

use crate::v1::{Charged, Fault, Priority};

/// An enum whose values have names.
pub trait Named: Sized + TryFrom<i32> + Into<i32> {
    /// What protobuf puts before every name.
    const PREFIX: &'static str;
    fn full_name(self) -> &'static str;
    fn from_full_name(name: &str) -> Option<Self>;
}

macro_rules! named {
    ($($name:ident $prefix:literal),+) => {$(
        impl Named for $name {
            const PREFIX: &'static str = $prefix;
            fn full_name(self) -> &'static str { self.as_str_name() }
            fn from_full_name(name: &str) -> Option<Self> { Self::from_str_name(name) }
        }
    )+};
}
named!(Charged "CHARGED_", Fault "FAULT_", Priority "PRIORITY_");

/// Serde's `with` for a field that holds a `T`.
pub struct Names<T>(PhantomData<T>);

impl<T: Named> Names<T> {
    pub fn serialize<S: Serializer>(value: &i32, serializer: S) -> Result<S::Ok, S::Error> {
        match T::try_from(*value) {
            Ok(known) => serializer.serialize_str(&known.full_name()[T::PREFIX.len()..].to_ascii_lowercase()),
            Err(_) => serializer.serialize_str("unspecified"),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
        let name = String::deserialize(deserializer)?;
        let full = format!("{}{}", T::PREFIX, name.to_ascii_uppercase());
        T::from_full_name(&full)
            .map(Into::into)
            .ok_or_else(|| D::Error::custom(format!("no value {name}")))
    }
}
