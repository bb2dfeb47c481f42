//! Files that are left when a manga is done.

use std::fs;

use mangakai_gateway::PAGES_HEADER;
use serde_json::Value;

use crate::machine::{Machine, lines};

/// Enough for several pages.
const PANELS: &str = "12";

#[test]
fn every_page_of_the_book_is_written() {
    let machine = Machine::start();
    let up = machine.up();
    let story = machine.path("story.txt").display().to_string();
    let out = machine.path("out");
    let folder = out.display().to_string();
    let drawn = machine.client(&["draw", &story, "-n", PANELS, "-o", &folder, "-f", "png", "--json"]);
    assert!(drawn.status.success(), "{drawn:?}");
    let finished = lines(&drawn).pop().unwrap();
    let pages = machine.files_of_the_book(finished["task"]["task_id"].as_str().unwrap());
    assert!(pages > 1, "a book of one page shows nothing");
    let mut written: Vec<_> = fs::read_dir(&out)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("page-"))
        .collect();
    written.sort();
    let expected: Vec<_> = (1..=pages).map(|page| format!("page-{page:03}.png")).collect();
    assert_eq!(written, expected);
    for page in &written {
        assert!(
            fs::read(out.join(page)).unwrap().starts_with(b"\x89PNG"),
            "{page}"
        );
    }
    up.stop();
}

/// Browsers of other origins, and whoever reads the document, must find the header too.
#[tokio::test]
async fn the_number_of_pages_is_part_of_the_api() {
    const ORIGIN: &str = "https://app.example";
    let machine = Machine::start();
    let up = machine.up_with(&[("MANGAKAI_ALLOWED_ORIGINS", ORIGIN)]);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = http
        .get(format!("http://{}/openapi.json", machine.http))
        .header("origin", ORIGIN)
        .send()
        .await
        .unwrap();
    let exposed = answer.headers()["access-control-expose-headers"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(exposed.split(',').any(|name| name == PAGES_HEADER), "{exposed}");
    let document: Value = answer.json().await.unwrap();
    let book = &document["paths"]["/v1/tasks/{id}/export"]["get"]["responses"]["200"];
    assert!(book["headers"][PAGES_HEADER].is_object(), "{book}");
    up.stop();
}
