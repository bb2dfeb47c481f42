//! Bad input gets a clear problem and loses nothing.

use jiff::SignedDuration;
use mangakai_e2e::{
    client::Client,
    world::{STORIES, World},
};
use reqwest::{Method, Response, multipart};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// The answer is a problem of the wanted status that names itself and leaks nothing of the inside.
async fn assert_problem(answer: Response, status: u16) -> Value {
    assert_eq!(answer.status().as_u16(), status, "{}", answer.url());
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(problem["status"], status);
    for field in ["type", "title", "detail"] {
        assert!(
            problem[field].as_str().is_some_and(|text| !text.is_empty()),
            "{field} in {problem}"
        );
    }
    let text = problem.to_string().to_lowercase();
    for inside in ["postgres", "nats://", "select ", "panicked", "127.0.0.1"] {
        assert!(!text.contains(inside), "{inside} in {text}");
    }
    problem
}

async fn refused(client: &Client, body: Value, status: u16) -> Value {
    assert_problem(client.post("/v1/tasks", &body).await.unwrap(), status).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_cannot_be_is_refused_and_nothing_is_written() {
    let world = World::start().await;
    let client = world.client().await;
    let before = world.log_position().await.unwrap();
    let story = STORIES[0].1;

    for blank in ["", "   \n\t", "\u{3000}\u{3000}"] {
        refused(&client, json!({ "story": blank }), 422).await;
    }
    for panels in [
        json!(0),
        json!(-1),
        json!(101),
        json!("x"),
        json!("7"),
        json!(2.5),
        json!(2_147_483_648_u64),
    ] {
        refused(&client, json!({ "story": story, "panels": panels }), 422).await;
    }
    refused(&client, json!({ "story": "a\u{0}b" }), 422).await;
    refused(&client, json!({ "story": "x".repeat(64 * 1024 + 1) }), 422).await;
    let unknown = refused(
        &client,
        json!({ "story": story, "style": { "mood": "purple" } }),
        422,
    )
    .await;
    assert!(
        unknown.to_string().contains("mysterious"),
        "the allowed values are named: {unknown}"
    );
    refused(&client, json!({ "story": story, "stlye": {} }), 422).await;
    refused(&client, json!({ "panels": 3 }), 422).await;

    let raw = |body: Vec<u8>, kind: &str| {
        client
            .request(Method::POST, "/v1/tasks")
            .header("Content-Type", kind.to_owned())
            .body(body)
    };
    assert_problem(
        raw(b"{\"story\": \"cut".to_vec(), "application/json")
            .send()
            .await
            .unwrap(),
        400,
    )
    .await;
    assert_problem(
        raw(b"{\"story\": \"\\ud800\"}".to_vec(), "application/json")
            .send()
            .await
            .unwrap(),
        422,
    )
    .await;
    assert_problem(raw(story.into(), "text/plain").send().await.unwrap(), 415).await;
    assert_problem(
        raw(vec![b'x'; 10 << 20], "application/json")
            .send()
            .await
            .unwrap(),
        413,
    )
    .await;

    world.settle().await.unwrap();
    assert_eq!(
        world.log_position().await.unwrap(),
        before,
        "a refused command wrote something"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_is_too_large_is_told_so() {
    let world = World::start().await;
    let client = world.client().await;
    for fields in [101, 900] {
        let many = (0..fields).fold(client.request(Method::GET, "/v1/tasks"), |request, n| {
            request.header(format!("x-many-{n}"), "1")
        });
        assert_problem(many.send().await.unwrap(), 431).await;
    }
    for bytes in [20_000, 200_000] {
        let long = client
            .request(Method::GET, "/v1/tasks")
            .header("x-long", "x".repeat(bytes));
        assert_problem(long.send().await.unwrap(), 431).await;
    }
    let address = format!("/v1/tasks?cursor={}", "x".repeat(60_000));
    assert_problem(client.get(&address).await.unwrap(), 414).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_in_four_encodings_are_read_and_undecodable_ones_refused() {
    let world = World::start().await;
    let client = world.client().await;
    let upload = async |bytes: Vec<u8>| {
        let part = multipart::Part::bytes(bytes).file_name("STORY.TXT");
        let form = multipart::Form::new().part("file", part).text("panels", "2");
        client
            .request(Method::POST, "/v1/tasks")
            .multipart(form)
            .send()
            .await
            .unwrap()
    };
    let (japanese, chinese) = (STORIES[1].1, STORIES[2].1);
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let readable = [
        (japanese.as_bytes().to_vec(), "屋上"),
        (encoding_rs::SHIFT_JIS.encode(japanese).0.into_owned(), "屋上"),
        (encoding_rs::GB18030.encode(chinese).0.into_owned(), "雨夜"),
        ([vec![0xff, 0xfe], utf16(chinese)].concat(), "雨夜"),
    ];
    for (bytes, preview) in readable {
        let answer = upload(bytes).await;
        assert_eq!(answer.status(), 202);
        let task: Value = answer.json().await.unwrap();
        assert!(
            task["story_preview"].as_str().unwrap().starts_with(preview),
            "{task}"
        );
    }
    assert_problem(upload(vec![0xff; 300]).await, 422).await;
    assert_problem(upload(vec![]).await, 422).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reaches_what_is_not_theirs() {
    let world = World::start().await;
    let (owner, stranger) = (world.client().await, world.client().await);
    let created = owner.create(STORIES[0].1, 2).await.unwrap();
    let id = created["task_id"].as_str().unwrap();
    let image = owner.finished(id).await.unwrap()["panels"][0]["image_url"]
        .as_str()
        .unwrap()
        .to_owned();
    let unknown = "018f0000-0000-7000-8000-000000000000";

    let paths = [
        (Method::GET, "/v1/tasks/{id}", Value::Null),
        (Method::GET, "/v1/tasks/{id}/events", Value::Null),
        (Method::GET, "/v1/tasks/{id}/script", Value::Null),
        (Method::GET, "/v1/tasks/{id}/export?format=pdf", Value::Null),
        (Method::POST, "/v1/tasks/{id}/cancel", json!({})),
        (Method::POST, "/v1/tasks/{id}/retry", json!({})),
        (
            Method::POST,
            "/v1/tasks/{id}/panels/1/redraw",
            json!({ "instruction": "x" }),
        ),
        (
            Method::POST,
            "/v1/tasks/{id}/panels/1/select",
            json!({ "version": 1 }),
        ),
    ];
    for (method, path, body) in paths {
        let send = async |client: &Client, id: &str| {
            let request = client.request(method.clone(), &path.replace("{id}", id));
            let request = if body.is_null() {
                request
            } else {
                request.json(&body)
            };
            request.send().await.unwrap()
        };
        for (client, id) in [
            (&stranger, id),
            (&stranger, unknown),
            (&owner, unknown),
            (&owner, "not-an-id"),
        ] {
            assert_problem(send(client, id).await, 404).await;
        }
        for token in ["", "nonsense", "eyJhbGciOiJub25lIn0.e30."] {
            assert_problem(send(&owner.with_token(token), id).await, 401).await;
        }
    }
    assert_problem(stranger.get(&image).await.unwrap(), 404).await;
    assert_problem(owner.get("/v1/nothing").await.unwrap(), 404).await;
    assert_problem(
        owner.request(Method::PATCH, "/v1/tasks").send().await.unwrap(),
        405,
    )
    .await;
    for panel in ["0", "99", "x"] {
        let path = format!("/v1/tasks/{id}/panels/{panel}/redraw");
        assert_problem(
            owner.post(&path, &json!({ "instruction": "x" })).await.unwrap(),
            404,
        )
        .await;
    }
    let blank = format!("/v1/tasks/{id}/panels/1/redraw");
    assert_problem(
        owner.post(&blank, &json!({ "instruction": " " })).await.unwrap(),
        422,
    )
    .await;
    for limit in ["-1", "0", "1000000000", "x"] {
        assert_problem(owner.get(&format!("/v1/tasks?limit={limit}")).await.unwrap(), 422).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_past_its_time_opens_nothing() {
    let world = World::start().await;
    let client = world.client().await;
    let holder = |age: i64| {
        let opened = mangakai_runtime::now() - SignedDuration::from_hours(24 * age);
        client.with_token(&world.token_of(opened).unwrap())
    };
    let (young, old) = (holder(29), holder(31));
    assert_eq!(young.get("/v1/tasks").await.unwrap().status(), 200);
    let problem = assert_problem(old.get("/v1/tasks").await.unwrap(), 401).await;
    assert!(
        problem["detail"].as_str().unwrap().contains("expired"),
        "{problem}"
    );
    let before = world.log_position().await.unwrap();
    refused(&old, json!({ "story": STORIES[0].1 }), 401).await;
    assert_eq!(world.log_position().await.unwrap(), before);
}

/// A form of which half is sent.
async fn half_an_upload(world: &World, token: &str) -> TcpStream {
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"story.txt\"\r\n\r\n{}\r\n--b--\r\n",
        STORIES[0].1
    );
    let head = format!(
        "POST /v1/tasks HTTP/1.1\r\nhost: here\r\nauthorization: Bearer {token}\r\n\
         content-type: multipart/form-data; boundary=b\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(world.http_address()).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
        .write_all(&body.as_bytes()[..body.len() / 2])
        .await
        .unwrap();
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_is_cut_leaves_nothing() {
    let world = World::start().await;
    let client = world.client().await;
    // One that says no more but listens, and one that is gone.
    let mut listens = half_an_upload(&world, client.token()).await;
    listens.shutdown().await.unwrap();
    let mut answer = String::new();
    listens.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert!(
        answer.contains("content-type: application/problem+json"),
        "{answer}"
    );
    drop(half_an_upload(&world, client.token()).await);

    let created = client.create(STORIES[0].1, 1).await.unwrap();
    client
        .finished(created["task_id"].as_str().unwrap())
        .await
        .unwrap();
    world.settle().await.unwrap();
    let tasks: Value = client.get("/v1/tasks").await.unwrap().json().await.unwrap();
    assert_eq!(tasks["tasks"].as_array().unwrap().len(), 1, "{tasks}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_is_the_same_task_and_another_body_is_refused() {
    let world = World::start().await;
    let client = world.client().await;
    let post = async |story: &str| {
        let request = client
            .request(Method::POST, "/v1/tasks")
            .header("Idempotency-Key", "order-1");
        request
            .json(&json!({ "story": story, "panels": 2 }))
            .send()
            .await
            .unwrap()
    };
    let posts = futures::future::join_all((0..8).map(|_| post(STORIES[0].1))).await;
    let mut ids = Vec::new();
    for answer in posts {
        assert_eq!(answer.status(), 202);
        ids.push(
            answer.json::<Value>().await.unwrap()["task_id"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_problem(post(STORIES[1].1).await, 422).await;
    let history = client.history(&ids[0]).await.unwrap();
    assert_eq!(
        history
            .iter()
            .filter(|event| event["type"] == "TaskCreated")
            .count(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_posts_at_once_are_taken_or_turned_away_and_none_is_lost() {
    let world = World::start().await;
    let client = world.client().await;
    let body = json!({ "story": "One fox. One lantern.", "panels": 1 });
    let posts = (0..1000).map(|_| client.post("/v1/tasks", &body));
    let mut taken = Vec::new();
    for answer in futures::future::join_all(posts).await {
        let answer = answer.unwrap();
        match answer.status().as_u16() {
            202 => taken.push(
                answer.json::<Value>().await.unwrap()["task_id"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
            ),
            status @ (429 | 503) => {
                assert!(answer.headers().contains_key("retry-after"));
                assert_problem(answer, status).await;
            }
            status => panic!("{status}"),
        }
    }
    assert!(!taken.is_empty());
    world.settle().await.unwrap();
    for id in taken {
        assert_eq!(client.task(&id).await.unwrap()["status"], "COMPLETED");
    }
}
