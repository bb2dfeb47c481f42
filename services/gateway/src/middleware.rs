//! What happens around every handler, from the outside in: [`request::observe`], [`problems::complete`],
//! [`headers::secure`], [`admit::admit`]; around every gRPC call [`admit::admit_call`].

pub mod admit;
pub mod headers;
pub mod problems;
pub mod request;
