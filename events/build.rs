//! Generates the event and job types from the protos; no protoc needed.

use prost::Message as _;
use std::{env, error::Error, fs, path::PathBuf};

const PROTOS: [&str; 4] = [
    "mangakai/events/v1/values.proto",
    "mangakai/events/v1/task.proto",
    "mangakai/events/v1/budget.proto",
    "mangakai/jobs/v1/jobs.proto",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=../proto");
    let descriptors = protox::compile(PROTOS, ["../proto"])?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    fs::write(out.join("descriptors.bin"), descriptors.encode_to_vec())?;
    prost_build::Config::new()
        .type_attribute(".", "#[derive(serde::Serialize, serde::Deserialize)]")
        .type_attribute(
            "mangakai.events.v1.TaskEvent.kind",
            "#[derive(strum::IntoStaticStr)]",
        )
        .type_attribute(
            "mangakai.events.v1.BudgetEvent.kind",
            "#[derive(strum::IntoStaticStr)]",
        )
        .type_attribute(
            "mangakai.jobs.v1.Job.kind",
            "#[derive(strum::IntoStaticStr)] #[strum(serialize_all = \"snake_case\")]",
        )
        .field_attribute("charged", "#[serde(with = \"crate::names::Names::<Charged>\")]")
        .field_attribute("fault", "#[serde(with = \"crate::names::Names::<Fault>\")]")
        .field_attribute("priority", "#[serde(with = \"crate::names::Names::<Priority>\")]")
        .field_attribute("nonce", "#[serde(with = \"crate::base64_text\")]")
        .field_attribute("ciphertext", "#[serde(with = \"crate::base64_text\")]")
        .compile_fds(descriptors)?;
    Ok(())
}
