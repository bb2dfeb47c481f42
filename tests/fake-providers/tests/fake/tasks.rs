//! Submit and poll, in every vendor's words; states that come in any order.

use mangakai_fake_providers::{Behaviour, BrokenPicture, Calls, FakeProviders, Kind, Provider, Step};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Answer, assert_clean, at, draw, get, picture_request, request, send, start};

async fn submit_dashscope(fake: &FakeProviders, path: &str, input: Value) -> Answer {
    let body = json!({"model": "wan2.7-image", "input": input, "parameters": {"size": "256*384", "n": 1}});
    let request = request(fake, Provider::DashScope, Method::POST, path);
    send(request.header("X-DashScope-Async", "enable").json(&body))
        .await
        .unwrap()
}

async fn dashscope_task(fake: &FakeProviders) -> String {
    let path = "/api/v1/services/aigc/text2image/image-synthesis";
    let answer = submit_dashscope(fake, path, json!({"prompt": "a cat"}))
        .await
        .json();
    assert_eq!(answer["output"]["task_status"], "PENDING");
    format!("/api/v1/tasks/{}", answer["output"]["task_id"].as_str().unwrap())
}

#[tokio::test]
async fn dashscope_goes_from_pending_to_the_picture_at_both_doors() {
    let fake = start().await;
    let messages = json!({"messages": [{"role": "user", "content": [{"text": "a cat"}]}]});
    let path = "/api/v1/services/aigc/image-generation/generation";
    let answer = submit_dashscope(&fake, path, messages).await.json();
    let newer = format!("/api/v1/tasks/{}", answer["output"]["task_id"].as_str().unwrap());
    let older = dashscope_task(&fake).await;
    for (task, pointer) in [
        (newer, "/output/choices/0/message/content/0/image"),
        (older, "/output/results/0/url"),
    ] {
        for status in ["PENDING", "RUNNING", "SUCCEEDED", "SUCCEEDED"] {
            let answer = get(&fake, Provider::DashScope, &task).await.json();
            assert_eq!(answer["output"]["task_status"], status);
            let picture = answer.pointer(pointer).and_then(Value::as_str);
            assert_eq!(picture.is_some(), status == "SUCCEEDED");
        }
    }
    assert_eq!(fake.ledger().totals(Provider::DashScope).charged, 2);
    assert_clean(&fake);
}

#[tokio::test]
async fn polls_come_in_whatever_order_the_scenario_says() {
    let fake = start().await;
    let steps = vec![
        Step::Succeeded,
        Step::Running,
        Step::Pending,
        Step::Unknown,
        Step::Succeeded,
    ];
    fake.script(Provider::DashScope, vec![Behaviour::Polls { steps }]);
    let task = dashscope_task(&fake).await;
    for status in [
        "SUCCEEDED",
        "RUNNING",
        "PENDING",
        "UNKNOWN",
        "SUCCEEDED",
        "SUCCEEDED",
    ] {
        assert_eq!(
            get(&fake, Provider::DashScope, &task).await.json()["output"]["task_status"],
            status
        );
    }
    assert_eq!(fake.ledger().count(Provider::DashScope, Kind::Poll), 6);
}

#[tokio::test]
async fn a_task_that_fails_is_not_charged_and_one_that_is_never_polled_is() {
    let fake = start().await;
    for (step, status, code) in [
        (Step::Failed, "FAILED", json!("InternalError.Timeout")),
        (Step::Refused, "FAILED", json!("DataInspectionFailed")),
        (Step::Canceled, "CANCELED", Value::Null),
    ] {
        fake.script(Provider::DashScope, vec![Behaviour::Polls { steps: vec![step] }]);
        let task = dashscope_task(&fake).await;
        let output = get(&fake, Provider::DashScope, &task).await.json()["output"].clone();
        assert_eq!((&output["task_status"], &output["code"]), (&json!(status), &code));
    }
    assert_eq!(fake.ledger().totals(Provider::DashScope).charged, 0);
    dashscope_task(&fake).await;
    assert_eq!(fake.ledger().totals(Provider::DashScope).charged, 1);
    let unknown = get(&fake, Provider::DashScope, "/api/v1/tasks/nobodys")
        .await
        .json();
    assert_eq!(unknown["output"]["task_status"], "UNKNOWN");
    assert_clean(&fake);
}

#[tokio::test]
async fn a_waiting_task_can_be_called_off() {
    let fake = start().await;
    let task = dashscope_task(&fake).await;
    let cancel = request(
        &fake,
        Provider::DashScope,
        Method::POST,
        &format!("{task}/cancel"),
    );
    assert_eq!(send(cancel).await.unwrap().status, 200);
    assert_eq!(
        get(&fake, Provider::DashScope, &task).await.json()["output"]["task_status"],
        "CANCELED"
    );
}

#[tokio::test]
async fn polls_fail_too() {
    let fake = start().await;
    let task = dashscope_task(&fake).await;
    let polls = Calls {
        kind: Some(Kind::Poll),
        model: None,
    };
    fake.script_calls(
        Provider::DashScope,
        polls,
        vec![Behaviour::ServerError, Behaviour::Overloaded],
    );
    for status in [500, 503, 200] {
        assert_eq!(get(&fake, Provider::DashScope, &task).await.status, status);
    }
    assert_eq!(fake.ledger().totals(Provider::DashScope).calls, 1);
}

#[tokio::test]
async fn fals_queue_leads_by_its_own_addresses_to_the_picture() {
    let fake = start().await;
    let answer = draw(&fake, Provider::Fal, "a cat").await.json();
    assert_eq!(answer["status"], "IN_QUEUE");
    let follow = async |name: &str| {
        let url = answer[name].as_str().unwrap();
        send(at(Provider::Fal, Method::GET, url)).await.unwrap()
    };
    assert_eq!(follow("response_url").await.status, 400);
    for (status, state) in [(202, "IN_QUEUE"), (202, "IN_PROGRESS"), (200, "COMPLETED")] {
        let answer = follow("status_url").await;
        assert_eq!((answer.status, &answer.json()["status"]), (status, &json!(state)));
    }
    let result = follow("response_url").await.json();
    assert_eq!(
        (&result["images"][0]["width"], &result["images"][0]["height"]),
        (&json!(256), &json!(384))
    );
    assert_clean(&fake);
}

#[tokio::test]
async fn fal_tells_a_failure_only_with_the_result() {
    let fake = start().await;
    for (step, status, kind) in [
        (Step::Refused, 422, "content_policy_violation"),
        (Step::Failed, 500, "internal_error"),
    ] {
        fake.script(Provider::Fal, vec![Behaviour::Polls { steps: vec![step] }]);
        let answer = draw(&fake, Provider::Fal, "a cat").await.json();
        let follow = async |name: &str| {
            send(at(Provider::Fal, Method::GET, answer[name].as_str().unwrap()))
                .await
                .unwrap()
        };
        let seen = follow("status_url").await.json();
        assert_eq!(
            (&seen["status"], &seen["error_type"]),
            (&json!("COMPLETED"), &json!(kind))
        );
        assert_eq!(follow("response_url").await.status, status);
    }
    assert_eq!(fake.ledger().totals(Provider::Fal).charged, 0);
}

#[tokio::test]
async fn bfl_names_the_address_to_poll_and_the_picture() {
    let fake = start().await;
    let answer = draw(&fake, Provider::Bfl, "a cat").await.json();
    assert_eq!(answer["cost"], 3.0);
    let url = answer["polling_url"].as_str().unwrap();
    let mut last = Value::Null;
    for status in ["Pending", "Pending", "Ready"] {
        last = send(at(Provider::Bfl, Method::GET, url)).await.unwrap().json();
        assert_eq!(last["status"], status);
    }
    let picture = send(reqwest::Client::new().get(last["result"]["sample"].as_str().unwrap()))
        .await
        .unwrap();
    assert_eq!(image::load_from_memory(&picture.body).unwrap().width(), 256);
    assert_eq!(
        get(&fake, Provider::Bfl, "/v1/get_result?id=nobodys")
            .await
            .json()["status"],
        "Task not found"
    );
    assert_clean(&fake);
}

#[tokio::test]
async fn comfyui_queues_a_graph_and_serves_its_picture() {
    let fake = start().await;
    let id = draw(&fake, Provider::ComfyUi, "a cat").await.json()["prompt_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/history/{id}");
    for _ in 0..2 {
        assert_eq!(get(&fake, Provider::ComfyUi, &path).await.json(), json!({}));
    }
    let history = get(&fake, Provider::ComfyUi, &path).await.json()[&id].clone();
    assert_eq!(history["status"]["completed"], true);
    let name = history["outputs"]["9"]["images"][0]["filename"].as_str().unwrap();
    let view = get(
        &fake,
        Provider::ComfyUi,
        &format!("/view?filename={name}&subfolder=&type=output"),
    )
    .await;
    let picture = image::load_from_memory(&view.body).unwrap();
    assert_eq!((picture.width(), picture.height()), (256, 384));
    assert_clean(&fake);
}

#[tokio::test]
async fn comfyuis_references_are_uploaded_first() {
    let fake = start().await;
    let mut body = picture_request(Provider::ComfyUi, "a cat").unwrap().1;
    body["prompt"]["10"] = json!({"class_type": "LoadImage", "inputs": {"image": "sheet.png"}});
    let queue = async || {
        send(request(&fake, Provider::ComfyUi, Method::POST, "/prompt").json(&body))
            .await
            .unwrap()
    };
    let refused = queue().await;
    assert_eq!(refused.status, 400);
    assert_eq!(
        refused.json()["error"]["type"],
        "prompt_outputs_failed_validation"
    );
    let png = image_bytes();
    let part = reqwest::multipart::Part::bytes(png)
        .file_name("sheet.png")
        .mime_str("image/png")
        .unwrap();
    let form = reqwest::multipart::Form::new().part("image", part);
    let upload = request(&fake, Provider::ComfyUi, Method::POST, "/upload/image").multipart(form);
    assert_eq!(send(upload).await.unwrap().json()["name"], "sheet.png");
    assert_eq!(queue().await.status, 200);
    assert_eq!(fake.ledger().of(Provider::ComfyUi).last().unwrap().references, 1);
}

fn image_bytes() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(8, 8)
        .write_to(&mut out, image::ImageFormat::Png)
        .unwrap();
    out.into_inner()
}

#[tokio::test]
async fn replicate_and_zhipu_and_interactions_have_tasks_too() {
    let fake = start().await;
    let id = draw(&fake, Provider::Replicate, "a cat").await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for status in ["starting", "processing", "succeeded"] {
        let path = format!("/v1/predictions/{id}");
        assert_eq!(
            get(&fake, Provider::Replicate, &path).await.json()["status"],
            status
        );
    }
    let body = json!({"model": "glm-image", "prompt": "a cat", "size": "256x384"});
    let path = "/api/paas/v4/async/images/generations";
    let answer = send(request(&fake, Provider::Zhipu, Method::POST, path).json(&body))
        .await
        .unwrap()
        .json();
    let path = format!("/api/paas/v4/async-result/{}", answer["id"].as_str().unwrap());
    for status in ["PROCESSING", "PROCESSING", "SUCCESS"] {
        assert_eq!(
            get(&fake, Provider::Zhipu, &path).await.json()["task_status"],
            status
        );
    }
    assert_clean(&fake);
}

#[tokio::test]
async fn a_broken_picture_is_broken_at_its_address_too() {
    let fake = start().await;
    fake.script(
        Provider::Ark,
        vec![Behaviour::BrokenPicture {
            picture: BrokenPicture::Empty,
        }],
    );
    let url = draw(&fake, Provider::Ark, "a cat").await.json()["data"][0]["url"]
        .as_str()
        .unwrap()
        .to_owned();
    let file = send(reqwest::Client::new().get(url)).await.unwrap();
    assert_eq!((file.status, file.body.len()), (200, 0));
}
