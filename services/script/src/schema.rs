//! The script's JSON schema: as it is for the API, and a strict form for text models.

use schemars::schema_for;
use serde_json::{Map, Value, json};

use crate::limits::{MAX_BUBBLES, MAX_IMPORTANCE, MAX_PANELS, MAX_SFX_INTENSITY};
use crate::{Script, ScriptDraft};

/// Keywords that only describe and that strict readers of schemas refuse.
const DECORATION: [&str; 4] = ["$schema", "default", "format", "title"];

/// The schema of a [`Script`], for the API's documentation.
#[must_use]
pub fn script_schema() -> Value {
    let mut schema = schema_for!(Script).to_value();
    bound(&mut schema, "Panel", "Dialogue");
    schema
}

/// The schema of a [`ScriptDraft`] with exactly `panels` panels, as text models are asked for it: every field
/// required, none beside them, closed lists closed.
#[must_use]
pub fn draft_schema(panels: u32) -> Value {
    let mut schema = schema_for!(ScriptDraft).to_value();
    bound(&mut schema, "DraftPanel", "DraftLine");
    if let Some(list) = schema
        .pointer_mut("/properties/panels")
        .and_then(Value::as_object_mut)
    {
        list.insert("minItems".to_owned(), json!(panels));
        list.insert("maxItems".to_owned(), json!(panels));
    }
    make_strict(&mut schema);
    schema
}

fn bound(schema: &mut Value, panel: &str, line: &str) {
    set(schema, "/properties/panels", "maxItems", json!(MAX_PANELS));
    let panel = format!("/$defs/{panel}/properties");
    set(
        schema,
        &format!("{panel}/dialogue"),
        "maxItems",
        json!(MAX_BUBBLES),
    );
    set(schema, &format!("{panel}/importance"), "minimum", json!(1));
    set(
        schema,
        &format!("{panel}/importance"),
        "maximum",
        json!(MAX_IMPORTANCE),
    );
    set(schema, &format!("{panel}/action"), "minLength", json!(1));
    set(
        schema,
        &format!("/$defs/{line}/properties/text"),
        "minLength",
        json!(1),
    );
    set(
        schema,
        "/$defs/SoundEffect/properties/intensity",
        "minimum",
        json!(1),
    );
    set(
        schema,
        "/$defs/SoundEffect/properties/intensity",
        "maximum",
        json!(MAX_SFX_INTENSITY),
    );
}

fn set(schema: &mut Value, pointer: &str, keyword: &str, value: Value) {
    if let Some(Value::Object(target)) = schema.pointer_mut(pointer) {
        target.insert(keyword.to_owned(), value);
    }
}

/// Requires every property, allows no other, and drops what only decorates.
fn make_strict(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if object.get("properties").is_some_and(Value::is_object) && object.contains_key("type") {
                close_object(object);
            }
            for (key, value) in object.iter_mut() {
                if key == "properties" || key == "$defs" {
                    value
                        .as_object_mut()
                        .into_iter()
                        .flatten()
                        .for_each(|(_, inner)| make_strict(inner));
                } else {
                    make_strict(value);
                }
            }
            object.retain(|key, value| !DECORATION.contains(&key.as_str()) || value.is_object());
        }
        Value::Array(items) => items.iter_mut().for_each(make_strict),
        _ => {}
    }
}

fn close_object(object: &mut Map<String, Value>) {
    let names: Vec<Value> = object
        .get("properties")
        .and_then(Value::as_object)
        .map(|properties| properties.keys().map(|name| json!(name)).collect())
        .unwrap_or_default();
    object.insert("required".to_owned(), Value::Array(names));
    object.insert("additionalProperties".to_owned(), json!(false));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects<'a>(value: &'a Value, found: &mut Vec<&'a Map<String, Value>>) {
        match value {
            Value::Object(object) => {
                if object.get("type") == Some(&json!("object")) {
                    found.push(object);
                }
                object.values().for_each(|inner| objects(inner, found));
            }
            Value::Array(items) => items.iter().for_each(|inner| objects(inner, found)),
            _ => {}
        }
    }

    #[test]
    fn a_model_is_asked_for_every_field_and_no_other() {
        let schema = draft_schema(6);
        assert_eq!(schema.pointer("/properties/panels/minItems"), Some(&json!(6)));
        let mut found = Vec::new();
        objects(&schema, &mut found);
        assert!(found.len() >= 5, "{schema:#}");
        for object in found {
            assert_eq!(
                object.get("additionalProperties"),
                Some(&json!(false)),
                "{object:?}"
            );
            let properties = object["properties"].as_object().unwrap();
            assert_eq!(object["required"].as_array().unwrap().len(), properties.len());
        }
    }

    #[test]
    fn lists_are_closed_and_numbers_bounded() {
        let text = script_schema().to_string();
        assert!(text.contains("birds_eye") && text.contains("shopping_street"));
        let schema = script_schema();
        assert_eq!(
            schema.pointer("/$defs/Panel/properties/importance/maximum"),
            Some(&json!(6)),
            "{schema:#}"
        );
        assert_eq!(
            schema.pointer("/$defs/Panel/properties/dialogue/maxItems"),
            Some(&json!(3))
        );
    }
}
