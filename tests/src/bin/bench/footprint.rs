//! How long `mangakai up` takes to be ready and what it holds while nobody wants anything.

use std::time::Duration;

use crate::{
    process::{Process, by_name},
    report::Report,
};

const TARGET_BYTES: u64 = 60 * 1000 * 1000;
const TARGET_START: Duration = Duration::from_secs(3);
/// Until what a start leaves behind has settled.
const IDLE: Duration = Duration::from_secs(5);

pub async fn run(report: &mut Report) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let path = data.display().to_string();
    let any_port = "127.0.0.1:0".to_owned();
    let settings = [
        ("MANGAKAI_HTTP_ADDR", any_port.clone()),
        ("MANGAKAI_GRPC_ADDR", any_port),
    ];
    for what in [
        "up ready, first time (creates everything)",
        "up ready, data is there",
    ] {
        let mut up = Process::start(&["up", "--data-dir", &path], &settings)?;
        let ready = up.wrote(&data.join("endpoints.json")).await?;
        report.target(
            what,
            format!("{:.2} s", ready.as_secs_f64()),
            "",
            "under 3 s",
            ready < TARGET_START,
        );
        tokio::time::sleep(IDLE).await;
        let memory = by_name(up.id()?)?;
        up.stop().await?;
        if what.contains("first") {
            continue;
        }
        for (name, bytes) in memory {
            let ours = format!("{:.1} MB", bytes as f64 / 1e6);
            let what = format!("idle memory of {name}");
            if name == "mangakai" {
                report.target(what, ours, "", "under 60 MB", bytes < TARGET_BYTES);
            } else {
                report.line(what, ours, "");
            }
        }
    }
    Ok(())
}
