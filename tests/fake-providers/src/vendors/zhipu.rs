//! Zhipu: pictures at once or as a task; its chat is OpenAI's.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::openai_fault::wall_clock;
use super::{draw, no_such_path, pictures_used, reject, serve, size, words};
use crate::call::{Call, Reply, Wrong};
use crate::fault::Fault;
use crate::limits::EPOCH_SECONDS;
use crate::picture::Format;
use crate::state::Fake;
use crate::turn::{Asked, Turn};
use crate::{Behaviour, Kind, Provider, Refusal, Step};

pub(super) fn answer(fake: &Arc<Fake>, call: &Call) -> Reply {
    let segments = call.segments();
    let ["api", "paas", "v4", rest @ ..] = segments.as_slice() else {
        return no_such_path(fake, call);
    };
    match (&call.method, rest) {
        (&Method::POST, ["images", "generations"]) => generate(fake, call, false),
        (&Method::POST, ["async", "images", "generations"]) => generate(fake, call, true),
        (&Method::GET, ["async-result", id]) => poll(fake, call, id),
        _ => no_such_path(fake, call),
    }
}

pub(crate) fn fault(fault: &Fault) -> Reply {
    let (status, code, message) = match fault {
        Fault::RateLimited(retry) => (
            429,
            "1303",
            format!("您的账户已达到速率限制，请您控制请求频率{}", retry.words()),
        ),
        Fault::QuotaDone => (429, "1304", "该API已达到今日调用次数限额".to_owned()),
        Fault::Billing => (429, "1113", "您的账户已欠费，请充值后重试".to_owned()),
        Fault::Unauthorized => (401, "1000", "身份验证失败".to_owned()),
        Fault::Forbidden => (403, "1220", "您无权访问该API".to_owned()),
        Fault::ModelNotFound | Fault::NoSuchPath => (400, "1211", "模型不存在，请检查模型代码。".to_owned()),
        Fault::BadRequest(field, sentence) => (400, "1210", format!("API 调用参数有误: {field} {sentence}")),
        Fault::ServerError => (500, "500", "内部错误".to_owned()),
        Fault::Overloaded => (503, "1305", "该模型当前访问量过大，请您稍后再试".to_owned()),
        Fault::RefusedInput | Fault::RefusedOutput => {
            let side = if *fault == Fault::RefusedInput {
                "输入"
            } else {
                "生成"
            };
            (
                400,
                "1301",
                format!("系统检测到{side}内容可能包含不安全或敏感内容"),
            )
        }
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut body = json!({"error": {"code": code, "message": message}});
    if code == "1301" {
        let role = if *fault == Fault::RefusedInput {
            "user"
        } else {
            "assistant"
        };
        body["contentFilter"] = json!([{"role": role, "level": 0}]);
    }
    let (headers, _) = fault.retry(wall_clock());
    Reply::json(status, &body).with_headers(headers)
}

fn read(call: &Call) -> Result<(Value, (u32, u32)), Wrong> {
    let body = call.json()?;
    words(&body, "prompt")?;
    words(&body, "model")?;
    let named = body["size"].as_str().unwrap_or("1024x1024");
    let sides = size::pixels(named, 'x').filter(|(width, height)| width % 16 == 0 && height % 16 == 0);
    let sides =
        sides.ok_or_else(|| Wrong::new("size", format!("'{named}' is not a size in multiples of 16")))?;
    let quality = &body["quality"];
    if !quality.is_null() && quality != "hd" && quality != "standard" {
        return Err(Wrong::new("quality", "hd or standard"));
    }
    Ok((body, sides))
}

fn generate(fake: &Arc<Fake>, call: &Call, is_task: bool) -> Reply {
    let (body, sides) = match read(call) {
        Ok(read) => read,
        Err(wrong) => return reject(fake, call, wrong),
    };
    let asked = Asked {
        kind: Kind::Picture,
        model: body["model"].as_str().unwrap_or_default().to_owned(),
        prompt: body["prompt"].as_str().unwrap_or_default().to_owned(),
        references: 0,
    };
    let turn = Turn::begin(fake, call, asked);
    if let Some(wanted) = turn.fault() {
        return turn.refuse(super::fault(call, &wanted));
    }
    let refuses_later = is_task && matches!(turn.refusal(), Some(Refusal::Task));
    let cannot = turn.behaviour == Behaviour::TextInsteadOfPicture;
    if (turn.refusal().is_some() && !refuses_later) || cannot {
        return turn.cannot();
    }
    let drawn = draw(&turn, sides, Format::Png, 1);
    let publish = |bytes| turn.publish("image/png", bytes);
    let pictures: Vec<Value> = drawn
        .into_iter()
        .map(|bytes| json!({"url": publish(bytes)}))
        .collect();
    let usage = pictures_used(&turn, 1);
    let filter = json!([{"role": "assistant", "level": 3}]);
    let id = turn.request_id();
    let answer = if is_task {
        let result =
            json!({"id": id, "model": turn.asked.model, "task_status": "SUCCESS", "image_result": pictures});
        turn.keep_task(&id, result);
        json!({"id": id, "model": turn.asked.model, "request_id": id, "task_status": "PROCESSING"})
    } else {
        json!({"created": EPOCH_SECONDS + turn.id, "data": pictures, "content_filter": filter})
    };
    turn.answer(Reply::ok(&answer), usage)
}

fn poll(fake: &Arc<Fake>, call: &Call, id: &str) -> Reply {
    serve(fake, call, Kind::Poll, || {
        let missing = || self::fault(&Fault::BadRequest("id".to_owned(), "任务不存在".to_owned()));
        let Some((step, task)) = fake.poll(Provider::Zhipu, id) else {
            return missing();
        };
        match step {
            Step::Succeeded => Reply::ok(&task.result),
            Step::Pending | Step::Running => {
                Reply::ok(&json!({"id": id, "model": task.model, "task_status": "PROCESSING"}))
            }
            Step::Failed | Step::Refused | Step::Canceled => {
                Reply::ok(&json!({"id": id, "model": task.model, "task_status": "FAIL"}))
            }
            Step::Unknown => missing(),
        }
    })
}
