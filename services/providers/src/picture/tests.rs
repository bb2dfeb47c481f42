use serde_json::json;

use super::*;
use crate::{Catalogue, error::Charged, golden, wire::Body};

const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

fn model(provider: &str, id: &str) -> PictureModel {
    let catalogue = Catalogue::embedded().unwrap();
    let models = &catalogue.provider(provider).unwrap().picture;
    models.iter().find(|model| model.id == id).unwrap().clone()
}

fn reference() -> Reference {
    Reference {
        role: Role::Wish,
        bytes: Bytes::from(STANDARD.decode(PNG).unwrap()),
        media_type: "image/png".to_owned(),
        sha256: "hash".to_owned(),
    }
}

fn panel(references: usize) -> PictureAsk {
    PictureAsk {
        prompt: "panel".to_owned(),
        negative_prompt: "blurry".to_owned(),
        width: 1024,
        height: 1536,
        seed: 7,
        references: vec![reference(); references],
        mask: None,
    }
}

fn json_of(call: &Call) -> &Value {
    match &call.body {
        Body::Json(json) => json,
        other => panic!("{other:?}"),
    }
}

#[test]
fn requests_are_those_of_the_vendors_own_sdks() {
    let gemini = model("gemini", "gemini-nano-banana-2.1");
    golden::check(
        "gemini.generateContent.image",
        0,
        "",
        &gemini.api.ask(&gemini, &panel(1)),
    );

    let openai = model("openai", "gpt-image-2");
    golden::check(
        "openai.images.generate",
        0,
        "/v1",
        &openai.api.ask(&openai, &panel(0)),
    );
    let edit = PictureAsk {
        mask: Some(reference().bytes),
        ..panel(2)
    };
    let plain = PictureModel {
        quality: None,
        ..openai
    };
    golden::check("openai.images.edit", 0, "/v1", &plain.api.ask(&plain, &edit));

    let qwen = PictureModel {
        extra: Some(json!({"prompt_extend": true, "watermark": false})),
        ..model("dashscope", "qwen-image-3.0")
    };
    golden::check(
        "dashscope.qwen-image.sync",
        0,
        "",
        &qwen.api.ask(&qwen, &panel(0)),
    );
    let wan = PictureModel {
        sizes: vec!["2K".to_owned()],
        seed: false,
        ..model("dashscope", "wan2.7-image")
    };
    let waited = PictureModel {
        api: PictureApi::Dashscope,
        extra: Some(json!({"watermark": false})),
        ..wan.clone()
    };
    golden::check(
        "dashscope.wan2.7-image.sync",
        0,
        "",
        &waited.api.ask(&waited, &panel(0)),
    );
    let sequence = PictureModel {
        extra: Some(json!({"watermark": false, "is_async": true, "enable_sequential": true})),
        ..wan.clone()
    };
    golden::check(
        "dashscope.wan2.7-image.async",
        0,
        "",
        &sequence.api.ask(&sequence, &panel(0)),
    );
    golden::check(
        "dashscope.text2image.async+wait",
        1,
        "",
        &wan.api.look("t1").unwrap(),
    );

    let seedream = PictureModel {
        sizes: vec!["2K".to_owned()],
        ..model("ark", "doubao-seedream-4-5-251128")
    };
    golden::check(
        "ark.images.generate",
        0,
        "/api/v3",
        &seedream.api.ask(&seedream, &panel(1)),
    );
}

#[test]
fn requests_satisfy_the_published_schemas() {
    let openrouter = model("openrouter", "google/gemini-3-pro-image");
    let call = openrouter.api.ask(&openrouter, &panel(2));
    golden::check_schema(
        "openrouter.images.openapi.json",
        "ImageGenerationRequest",
        json_of(&call),
    );
}

#[test]
fn requests_without_a_published_form_say_what_the_documents_say() {
    let bfl = model("bfl", "flux-2-pro");
    let call = bfl.api.ask(&bfl, &panel(2));
    let body = json_of(&call);
    assert_eq!(call.path, "/v1/flux-2-pro");
    assert_eq!(
        (&body["width"], &body["height"], &body["seed"]),
        (&json!(832), &json!(1216), &json!(7))
    );
    assert_eq!(
        (body["input_image"].as_str(), body["input_image_2"].as_str()),
        (Some(PNG), Some(PNG))
    );

    let home = model("sdwebui", "sdxl");
    assert_eq!(home.api.ask(&home, &panel(0)).path, "/sdapi/v1/txt2img");
    let call = home.api.ask(&home, &panel(1));
    assert_eq!(
        (call.path.as_str(), &json_of(&call)["init_images"]),
        ("/sdapi/v1/img2img", &json!([PNG]))
    );

    let comfy = model("comfyui", "sd_xl_base_1.0.safetensors");
    let call = comfy.api.ask(&comfy, &panel(0));
    let graph = &json_of(&call)["prompt"];
    assert_eq!(graph["6"]["inputs"]["text"], "panel");
    assert_eq!(graph["7"]["inputs"]["text"], "blurry");
    assert_eq!(
        graph["3"]["inputs"]["sampler_name"], "dpmpp_2m",
        "the catalogue's settings are used"
    );
}

fn read(provider: &str, id: &str, json: &Value) -> Result<Answer, ProviderError> {
    let model = model(provider, id);
    let reply = Reply {
        status: 200,
        headers: reqwest::header::HeaderMap::new(),
        body: Bytes::from(json.to_string()),
    };
    model.api.answer(&model, &reply)
}

fn class(result: Result<Answer, ProviderError>) -> (Class, Charged) {
    let error = result.unwrap_err();
    (error.class, error.spent.charged)
}

#[test]
fn gemini_says_no_inside_a_success() {
    let gemini = |json| read("gemini", "gemini-nano-banana-2.1", &json);
    let part = json!({"inlineData": {"mimeType": "image/png", "data": PNG}});
    let sketch = json!({"thought": true, "inlineData": {"mimeType": "image/png", "data": "AAAA"}});
    let answer = gemini(
        json!({"candidates": [{"content": {"parts": [{"text": "here"}, sketch, part]}, "finishReason": "STOP"}]}),
    );
    assert_eq!(
        answer.unwrap(),
        Answer::Inline(reference().bytes, Spent::paid(33_600))
    );
    let blocked =
        gemini(json!({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": {}}));
    assert_eq!(class(blocked), (Class::RefusedInput, Charged::No));
    for (reason, expected) in [
        ("IMAGE_PROHIBITED_CONTENT", Class::RefusedOutput),
        ("IMAGE_SAFETY", Class::RefusedOutput),
        ("SAFETY", Class::RefusedOutput),
        ("NO_IMAGE", Class::EmptyResult),
        ("SOMETHING_NEW", Class::EmptyResult),
    ] {
        let answer = gemini(
            json!({"candidates": [{"content": {"role": "model"}, "finishReason": reason, "index": 0}]}),
        );
        assert_eq!(class(answer), (expected, Charged::Perhaps), "{reason}");
    }
    let text_only = gemini(
        json!({"candidates": [{"content": {"parts": [{"text": "I cannot draw"}]}, "finishReason": "STOP"}]}),
    );
    assert_eq!(class(text_only), (Class::EmptyResult, Charged::Perhaps));
    assert_eq!(class(gemini(json!({"candidates": []}))).0, Class::EmptyResult);
}

#[test]
fn openai_s_shape_is_read_with_its_cost() {
    let usage = json!({"total_tokens": 1100, "input_tokens": 100, "output_tokens": 1000, "input_tokens_details": {"text_tokens": 60, "image_tokens": 40}});
    let answer = read(
        "openai",
        "gpt-image-2",
        &json!({"created": 1, "data": [{"b64_json": PNG}], "usage": usage}),
    );
    assert_eq!(
        answer.unwrap(),
        Answer::Inline(reference().bytes, Spent::paid(60 * 5 + 40 * 8 + 1000 * 30))
    );
    let broken = read("openai", "gpt-image-2", &json!({"data": [{"b64_json": "iVBOR"}]}));
    assert_eq!(class(broken), (Class::BadResult, Charged::Yes));
    assert_eq!(
        class(read("openai", "gpt-image-2", &json!({"data": []}))).0,
        Class::EmptyResult
    );

    let told = read(
        "openrouter",
        "google/gemini-3-pro-image",
        &json!({"created": 1, "data": [{"b64_json": PNG, "media_type": "image/png"}], "usage": {"cost": 0.04}}),
    );
    assert_eq!(
        told.unwrap(),
        Answer::Inline(reference().bytes, Spent::paid(40_000))
    );

    let ark = |json| read("ark", "doubao-seedream-4-5-251128", &json);
    assert!(
        matches!(ark(json!({"data": [{"url": "https://x/1.png", "size": "2x3"}]})).unwrap(), Answer::At(url, _) if url == "https://x/1.png")
    );
    let refused =
        ark(json!({"data": [{"error": {"code": "OutputImageSensitiveContentDetected", "message": "m"}}]}));
    assert_eq!(class(refused), (Class::RefusedOutput, Charged::Perhaps));
}

#[test]
fn dashscope_s_tasks_end_in_many_ways() {
    let sync = |json| read("dashscope", "qwen-image-3.0", &json);
    let choices = json!([{"finish_reason": "stop", "message": {"role": "assistant", "content": [{"image": "https://r/1.png"}]}}]);
    assert_eq!(
        sync(json!({"output": {"choices": choices}, "request_id": "r"})).unwrap(),
        Answer::At("https://r/1.png".to_owned(), Spent::paid(30_000))
    );
    assert_eq!(
        class(sync(json!({"output": {"choices": []}}))).0,
        Class::EmptyResult
    );

    let model = model("dashscope", "wan2.7-image");
    let seen = |output: Value| {
        model
            .api
            .seen(&model, "t1", &json!({"output": output, "request_id": "r"}))
    };
    for state in ["PENDING", "RUNNING", "SUSPENDED"] {
        assert_eq!(
            seen(json!({"task_id": "t1", "task_status": state})).unwrap(),
            Answer::Working("t1".to_owned())
        );
    }
    assert!(matches!(
        seen(json!({"task_id": "t1", "task_status": "SUCCEEDED", "choices": choices})).unwrap(),
        Answer::At(..)
    ));
    let mixed = json!([{"code": "InternalError", "message": "m"}, {"url": "https://r/2.png"}]);
    assert!(
        matches!(seen(json!({"task_status": "SUCCEEDED", "results": mixed})).unwrap(), Answer::At(url, _) if url.ends_with("2.png"))
    );
    let refused = json!([{"code": "DataInspectionFailed", "message": "Output data may contain inappropriate content."}]);
    assert_eq!(
        class(seen(json!({"task_status": "SUCCEEDED", "results": refused}))).0,
        Class::RefusedOutput
    );
    assert_eq!(
        class(seen(
            json!({"task_status": "FAILED", "code": "DataInspectionFailed", "message": "Input"})
        ))
        .0,
        Class::RefusedInput
    );
    assert_eq!(
        class(seen(
            json!({"task_status": "FAILED", "code": "InternalError", "message": "m"})
        ))
        .0,
        Class::Overloaded
    );
    assert_eq!(
        class(seen(json!({"task_status": "UNKNOWN"}))),
        (Class::TaskGone, Charged::Perhaps)
    );
    assert_eq!(
        class(seen(json!({"task_status": "CANCELED"}))).0,
        Class::EmptyResult
    );
}

#[test]
fn bfl_is_looked_at_where_it_says() {
    let bfl = |json| read("bfl", "flux-2-pro", &json);
    let polling = "https://api.us1.bfl.ai/v1/get_result?id=a";
    assert_eq!(
        bfl(json!({"id": "a", "polling_url": polling, "cost": 3.0})).unwrap(),
        Answer::Working(polling.to_owned())
    );
    assert_eq!(PictureApi::Bfl.look(polling).unwrap().path, polling);
    assert_eq!(class(bfl(json!({}))), (Class::UnknownOutcome, Charged::Perhaps));
    let model = model("bfl", "flux-2-pro");
    let seen = |json: Value| model.api.seen(&model, polling, &json);
    assert!(matches!(
        seen(json!({"id": "a", "status": "Pending", "result": null, "progress": 0.4})).unwrap(),
        Answer::Working(_)
    ));
    assert!(matches!(
        seen(json!({"id": "a", "status": "Ready", "result": {"sample": "https://d/x", "seed": 7}})).unwrap(),
        Answer::At(..)
    ));
    for (status, expected) in [
        ("Request Moderated", Class::RefusedInput),
        ("Content Moderated", Class::RefusedOutput),
        ("Task not found", Class::TaskGone),
        ("Error", Class::EmptyResult),
    ] {
        assert_eq!(
            class(seen(json!({"id": "a", "status": status}))).0,
            expected,
            "{status}"
        );
    }
}

#[test]
fn programs_at_home_cost_nothing() {
    let drawn = read(
        "sdwebui",
        "sdxl",
        &json!({"images": [PNG], "parameters": {}, "info": "{}"}),
    )
    .unwrap();
    assert_eq!(drawn, Answer::Inline(reference().bytes, Spent::NOTHING));
    assert_eq!(
        class(read("sdwebui", "sdxl", &json!({"images": []}))),
        (Class::EmptyResult, Charged::No)
    );

    let comfy = |json| read("comfyui", "sd_xl_base_1.0.safetensors", &json);
    assert_eq!(
        comfy(json!({"prompt_id": "p", "number": 1, "node_errors": {}})).unwrap(),
        Answer::Working("p".to_owned())
    );
    assert_eq!(
        class(comfy(json!({"prompt_id": "p", "node_errors": {"3": {}}}))),
        (Class::BadRequest, Charged::No)
    );
    let seen =
        |json: Value| PictureApi::Comfyui.seen(&model("comfyui", "sd_xl_base_1.0.safetensors"), "p", &json);
    assert_eq!(seen(json!({})).unwrap(), Answer::Working("p".to_owned()));
    let done = json!({"p": {"outputs": {"9": {"images": [{"filename": "a b.png", "subfolder": "", "type": "output"}]}}, "status": {"status_str": "success", "completed": true}}});
    assert_eq!(
        seen(done).unwrap(),
        Answer::At(
            "/view?filename=a%20b%2Epng&subfolder=&type=output".to_owned(),
            Spent::NOTHING
        )
    );
    let failed = json!({"p": {"outputs": {}, "status": {"status_str": "error", "completed": false}}});
    assert_eq!(class(seen(failed)), (Class::EmptyResult, Charged::No));
}

#[test]
fn a_cut_answer_was_paid_for() {
    let model = model("openai", "gpt-image-2");
    let reply = Reply {
        status: 200,
        headers: reqwest::header::HeaderMap::new(),
        body: Bytes::from_static(b"{\"data\":[{\"b64_json\":\"iVBOR"),
    };
    assert_eq!(
        class(model.api.answer(&model, &reply)),
        (Class::BadResult, Charged::Yes)
    );
}
