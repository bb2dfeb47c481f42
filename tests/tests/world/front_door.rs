//! What a stranger finds: an example that works as it is written, and figures that move.

use std::{fs, path::Path, process::Stdio};

use mangakai_e2e::{
    client::PATIENCE,
    world::{STORIES, World},
};
use tokio::{process::Command, time::timeout};

/// The shell commands behind a sentence of the README.
fn example(sentence: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let text = fs::read_to_string(root.join("README.md")).unwrap();
    let (_, behind) = text.split_once(sentence).unwrap();
    let (_, begun) = behind.split_once("```sh\n").unwrap();
    begun.split_once("```").unwrap().0.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_of_the_readme_works_as_written() {
    let version = Command::new("curl")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .await;
    if version.is_err() {
        eprintln!("the example needs curl, which is not here");
        return;
    }
    let world = World::start().await;
    let example = example("The same over HTTP:").replace("http://127.0.0.1:8080", &world.http());
    assert!(example.contains(&world.http()), "the address is another one");
    let folder = tempfile::tempdir().unwrap();
    let run = Command::new("bash")
        .args(["-euc", &example])
        .current_dir(&folder)
        .kill_on_drop(true)
        .output();
    let output = timeout(PATIENCE, run).await.unwrap().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{told} {}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        told.contains("event: snapshot") && told.contains("event: end"),
        "{told}"
    );
    assert!(
        fs::read(folder.path().join("book.pdf"))
            .unwrap()
            .starts_with(b"%PDF")
    );
}

/// The sum of the series of a name that have these labels.
fn sum(metrics: &str, name: &str, labels: &[&str]) -> f64 {
    let lines = metrics
        .lines()
        .filter_map(|line| line.strip_prefix(name)?.rsplit_once(' '));
    lines
        .filter(|(found, _)| found.starts_with(['{', ' ']) || found.is_empty())
        .filter(|(found, _)| labels.iter().all(|label| found.contains(label)))
        .map(|(_, value)| value.parse::<f64>().unwrap())
        .sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_moves_the_figures() {
    let world = World::start().await;
    let client = world.client().await;
    let figures = async || {
        let text = client.get("/metrics").await.unwrap().text().await.unwrap();
        let posts = [r#"method="POST""#, r#"route="/v1/tasks""#, r#"status="202""#];
        [
            sum(&text, "mangakai_http_requests_total", &posts),
            sum(&text, "mangakai_http_request_seconds_count", &posts[..2]),
            sum(&text, "mangakai_jobs_total", &[r#"kind="draw_panel""#]),
            sum(&text, "mangakai_projection_events_total", &[]),
        ]
    };
    let before = figures().await;
    let created = client.create(STORIES[0].1, 2).await.unwrap();
    client
        .finished(created["task_id"].as_str().unwrap())
        .await
        .unwrap();
    world.settle().await.unwrap();
    for (before, after) in before.into_iter().zip(figures().await) {
        assert!(after > before, "{before} {after}");
    }
}
