//! The smallest value that a JSON schema describes. Reads Google's spelling of schemas too (`"type": "OBJECT"`).

use serde_json::{Map, Value, json};

/// Schemas nest so deep at most.
const DEEPEST: usize = 24;

/// The smallest instance.
pub(super) fn of(schema: &Value) -> Value {
    build(schema, schema, 0)
}

/// Adds the fields that `schema` requires of an object and `value` has not.
pub(super) fn complete(value: &mut Value, schema: &Value) {
    let schema_here = resolve(schema, schema);
    let (Some(object), Some(properties)) = (
        value.as_object_mut(),
        schema_here.get("properties").and_then(Value::as_object),
    ) else {
        return;
    };
    for name in required(schema_here) {
        if let (false, Some(inner)) = (object.contains_key(name), properties.get(name)) {
            object.insert(name.to_owned(), build(inner, schema, 0));
        }
    }
}

/// How many panels the schema asks for.
pub(super) fn panels(schema: &Value) -> Option<u32> {
    let panels = resolve(schema, schema).get("properties")?.get("panels")?;
    let count = number(panels.get("minItems")).or_else(|| number(panels.get("maxItems")))?;
    u32::try_from(count).ok()
}

fn build(schema: &Value, root: &Value, depth: usize) -> Value {
    let schema = resolve(schema, root);
    if depth > DEEPEST {
        return Value::Null;
    }
    if let Some(value) = schema.get("const") {
        return value.clone();
    }
    if let Some(first) = schema.get("enum").and_then(|list| list.get(0)) {
        return first.clone();
    }
    for union in ["anyOf", "oneOf", "allOf"] {
        if let Some(variants) = schema.get(union).and_then(Value::as_array) {
            let solid = variants
                .iter()
                .find(|variant| kind(resolve(variant, root)) != "null");
            return solid.map_or(Value::Null, |variant| build(variant, root, depth + 1));
        }
    }
    match kind(schema).as_str() {
        "object" => object(schema, root, depth),
        "array" => {
            let count = number(schema.get("minItems")).unwrap_or(1);
            let item = schema.get("items").cloned().unwrap_or_default();
            (0..count).map(|_| build(&item, root, depth + 1)).collect()
        }
        "string" => json!("words"),
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or(json!(1)),
        "boolean" => json!(false),
        _ => Value::Null,
    }
}

fn object(schema: &Value, root: &Value, depth: usize) -> Value {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return json!({});
    };
    let required = required(schema);
    let built: Map<String, Value> = properties
        .iter()
        .filter(|(name, _)| required.is_empty() || required.contains(&name.as_str()))
        .map(|(name, inner)| (name.clone(), build(inner, root, depth + 1)))
        .collect();
    Value::Object(built)
}

fn required(schema: &Value) -> Vec<&str> {
    let list = schema.get("required").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The type in small letters; the first that is not null where there are several.
fn kind(schema: &Value) -> String {
    match schema.get("type") {
        Some(Value::String(name)) => name.to_lowercase(),
        Some(Value::Array(names)) => {
            let names = names.iter().filter_map(Value::as_str);
            names
                .map(str::to_lowercase)
                .find(|name| name != "null")
                .unwrap_or_default()
        }
        _ if schema.get("properties").is_some() => "object".to_owned(),
        _ => String::new(),
    }
}

fn resolve<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| root.pointer(reference.strip_prefix('#')?))
        .unwrap_or(schema)
}

/// A count, which proto3 JSON writes as a string.
fn number(value: Option<&Value>) -> Option<u64> {
    match value? {
        Value::String(digits) => digits.parse().ok(),
        other => other.as_u64(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_is_what_the_schema_describes() {
        let schema = mangakai_script::draft_schema(3);
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let built = of(&schema);
        let errors: Vec<_> = validator.iter_errors(&built).map(|e| e.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
        assert_eq!(panels(&schema), Some(3));
    }

    #[test]
    fn googles_spelling_is_read() {
        let schema = json!({"type": "OBJECT", "properties": {"panels": {"type": "ARRAY", "minItems": "2",
            "items": {"type": "STRING", "nullable": true}}}});
        assert_eq!(of(&schema), json!({"panels": ["words", "words"]}));
        assert_eq!(panels(&schema), Some(2));
    }
}
