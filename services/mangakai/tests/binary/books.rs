//! Files that are left when a manga is done.

use std::fs;

use mangakai_gateway::PAGES_HEADER;
use serde_json::Value;

use crate::machine::Machine;

/// Enough for several pages.
const PANELS: &str = "12";

#[test]
fn every_page_of_the_book_is_written() {
    let machine = Machine::start();
    let up = machine.up();
    let task = machine.draw(PANELS);
    // One of the files is the cover.
    let pages = machine.files_of_the_book(&task, "png") - 1;
    assert!(pages > 1, "a book of one page shows nothing");
    let mut written: Vec<_> = fs::read_dir(machine.path("out"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("page-"))
        .collect();
    written.sort();
    let expected: Vec<_> = (1..=pages).map(|page| format!("page-{page:03}.png")).collect();
    assert_eq!(written, expected);
    for page in written.iter().chain([&"cover.png".to_owned()]) {
        assert!(
            fs::read(machine.path("out").join(page))
                .unwrap()
                .starts_with(b"\x89PNG"),
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

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_found_before_the_read_model_has_them() {
    let machine = Machine::start();
    let up = machine.up();
    let rows = machine.rows().await;
    // Who writes waits for us, who reads does not.
    let held = "BEGIN; LOCK TABLE mangakai_tasks_1.manga_tasks IN EXCLUSIVE MODE";
    rows.batch_execute(held).await.unwrap();
    machine.draw("1");
    drop(rows);
    up.stop();
}

/// A story as an old editor keeps it: the server tells encodings apart, not the client.
#[test]
fn a_story_in_another_encoding_is_sent_as_it_is() {
    // GB18030.
    let story = b"\xb4\xd3\xc7\xb0\xd3\xd0\xd2\xbb\xd7\xf9\xc9\xbd\xa3\xac\xc9\xbd\xc0\xef\xd3\xd0\xd2\xbb\xd7\xf9\xc3\xed\xa1\xa3\xd0\xa1\xba\xfc\xc0\xea\xce\xca\xa3\xba\xa1\xb0\xd3\xd0\xc8\xcb\xc2\xf0\xa3\xbf\xa1\xb1\xb7\xe7\xcb\xb5\xa3\xba\xa1\xb0\xd6\xbb\xd3\xd0\xce\xd2\xa1\xa3\xa1\xb1";
    let machine = Machine::start();
    fs::write(machine.path("story.txt"), story).unwrap();
    let up = machine.up();
    let task = machine.draw("2");
    assert_eq!(machine.ends(&task)["task"]["language"], "zh");
    up.stop();
}
