//! Requests as the vendors' own SDKs send them, and the vendors' published schemas. They lie in `../shared/specs` beside the
//! checkout; where that folder is absent the checks say so and pass.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use crate::wire::{Body, Call};

fn read(file: &str) -> Option<Value> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/specs");
    let path = folder.join(file);
    match fs::read(&path) {
        Ok(bytes) => Some(serde_json::from_slice(&bytes).unwrap()),
        Err(error) => {
            eprintln!("not checked against {}: {error}", path.display());
            None
        }
    }
}

/// Checks a call against a captured one: method, path under `base`, and body, without order, nulls and spelling of case.
pub fn check(case: &str, number: usize, base: &str, call: &Call) {
    let Some(captures) = read("sdk-wire-captures.json") else {
        return;
    };
    let captured = &captures[case][number];
    assert_eq!(captured["method"], call.method.as_str(), "{case}");
    assert_eq!(captured["path"], format!("{base}{}", call.path), "{case}");
    for (name, value) in &call.headers {
        assert_eq!(captured["headers"][name.as_str()], *value, "{case}");
    }
    match &call.body {
        Body::Json(body) => assert_eq!(folded(body), folded(&captured["body"]), "{case}"),
        Body::Empty => assert!(captured["body"].is_null(), "{case}"),
        Body::Form(parts) => {
            let ours: Vec<_> = parts
                .iter()
                .map(|part| (part.name.clone(), part.file.clone().map(|(_, kind)| kind)))
                .collect();
            assert_eq!(ours, form(captured["body"].as_str().unwrap()), "{case}");
        }
    }
}

/// Name and media type of every part of a captured form.
fn form(body: &str) -> Vec<(String, Option<String>)> {
    let parts = body.split("Content-Disposition: form-data; name=\"").skip(1);
    parts
        .map(|part| {
            let name = part.split('"').next().unwrap().to_owned();
            let kind = part
                .split("Content-Type: ")
                .nth(1)
                .map(|rest| rest.lines().next().unwrap().to_owned());
            (name, kind)
        })
        .collect()
}

/// Without nulls, keys in camel case, base64 in its standard letters: the vendors' servers take either.
fn folded(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| match value.as_str() {
                Some(base64) if key == "data" => (camel(key), standard(base64)),
                _ => (camel(key), folded(value)),
            })
            .collect(),
        Value::Array(items) => items.iter().map(folded).collect(),
        other => other.clone(),
    }
}

fn standard(base64: &str) -> Value {
    Value::String(base64.replace('-', "+").replace('_', "/"))
}

fn camel(key: &str) -> String {
    let mut words = key.split('_');
    let mut joined = words.next().unwrap_or_default().to_owned();
    for word in words {
        joined.extend(word.chars().take(1).flat_map(char::to_uppercase));
        joined.extend(word.chars().skip(1));
    }
    joined
}

/// Checks a body against a schema of a vendor's OpenAPI document.
pub fn check_schema(document: &str, schema: &str, body: &Value) {
    let Some(mut document) = read(document) else {
        return;
    };
    plain(&mut document);
    let root =
        json!({"$ref": format!("#/components/schemas/{schema}"), "components": document["components"]});
    let validator = jsonschema::draft202012::new(&root).unwrap();
    let wrong: Vec<String> = validator
        .iter_errors(body)
        .map(|error| error.to_string())
        .collect();
    assert!(wrong.is_empty(), "{schema}: {wrong:#?}\n{body:#}");
    let mut without = body.clone();
    without.as_object_mut().unwrap().remove("model");
    assert!(
        !validator.is_valid(&without),
        "the schema {schema} checks nothing"
    );
}

/// OpenAPI 3.0 says `exclusiveMinimum: true` where JSON schema wants a number.
fn plain(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|key, value| !(key.starts_with("exclusive") && value.is_boolean()));
            fields.values_mut().for_each(plain);
        }
        Value::Array(items) => items.iter_mut().for_each(plain),
        _ => {}
    }
}
