//! What happens around every handler, from the outside in: [`request::observe`], [`problems::complete`],
//! [`headers::secure`], [`admit::admit`].

pub mod admit;
pub mod headers;
pub mod problems;
pub mod request;
