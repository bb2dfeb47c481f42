//! The wire contract as sorted lines of text, one per field, enum value and method: easy to compare, easy to review.

use std::collections::BTreeSet;

use anyhow::Context;
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto,
    field_descriptor_proto::Label,
};

/// Folder of the protos.
pub const PROTO_DIR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../proto");
/// The committed lines.
pub const LOCK_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../proto/wire.lock");

const PROTOS: [&str; 5] = [
    "mangakai/events/v1/values.proto",
    "mangakai/events/v1/task.proto",
    "mangakai/events/v1/budget.proto",
    "mangakai/jobs/v1/jobs.proto",
    "mangakai/v1/mangakai.proto",
];

/// The lines of the protos as they are now.
pub fn lines() -> anyhow::Result<BTreeSet<String>> {
    let files = protox::compile(PROTOS, [PROTO_DIR])
        .context("the protos do not compile")?
        .file;
    Ok(files.iter().flat_map(file_lines).collect())
}

fn file_lines(file: &FileDescriptorProto) -> Vec<String> {
    let package = file.package();
    let messages = file.message_type.iter().flat_map(|m| message_lines(package, m));
    let enums = file.enum_type.iter().flat_map(|e| enum_lines(package, e));
    let methods = file.service.iter().flat_map(|service| {
        service.method.iter().map(move |m| {
            let stream = if m.server_streaming() { "stream " } else { "" };
            format!(
                "{package}.{}/{} {} -> {stream}{}",
                service.name(),
                m.name(),
                m.input_type(),
                m.output_type()
            )
        })
    });
    messages.chain(enums).chain(methods).collect()
}

fn message_lines(scope: &str, message: &DescriptorProto) -> Vec<String> {
    let name = format!("{scope}.{}", message.name());
    let fields = message.field.iter().map(|field| field_line(&name, field));
    let nested = message.nested_type.iter().flat_map(|m| message_lines(&name, m));
    let enums = message.enum_type.iter().flat_map(|e| enum_lines(&name, e));
    fields.chain(nested).chain(enums).collect()
}

fn field_line(message: &str, field: &FieldDescriptorProto) -> String {
    let kind = match field.type_name() {
        "" => format!("{:?}", field.r#type()).to_lowercase(),
        named => named.to_owned(),
    };
    let repeated = if field.label() == Label::Repeated {
        "repeated "
    } else {
        ""
    };
    let oneof = if field.oneof_index.is_some() {
        " in oneof"
    } else {
        ""
    };
    format!(
        "{message} {} {} {repeated}{kind}{oneof}",
        field.number(),
        field.name()
    )
}

fn enum_lines(scope: &str, values: &EnumDescriptorProto) -> Vec<String> {
    values
        .value
        .iter()
        .map(|v| format!("{scope}.{} {} {}", values.name(), v.number(), v.name()))
        .collect()
}

/// What breaks readers of stored or sent bytes: lines of the lock that are no longer true.
pub fn broken<'a>(lock: &'a BTreeSet<String>, now: &BTreeSet<String>) -> Vec<&'a str> {
    lock.iter()
        .filter(|line| !now.contains(*line))
        .map(String::as_str)
        .collect()
}
