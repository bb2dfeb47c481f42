//! The official specifications, where they lie beside the checkout: requests and answers are held against them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// Complaints about one body that are worth telling.
const MOST_COMPLAINTS: usize = 3;

/// A shape of the official specifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A component of `openai.chat-images-moderations.openapi.json`.
    OpenAi(&'static str),
    /// A component of `openrouter.images.openapi.json`.
    OpenRouterImages(&'static str),
    /// A component of `openrouter.chat.openapi.json`.
    OpenRouterChat(&'static str),
    /// A component of `ollama.openapi.json`.
    Ollama(&'static str),
    /// A message of the Vertex discovery document, which is a superset of Gemini's. Unknown fields are refused.
    GeminiRequest(&'static str),
    /// An answer of `generateContent`. Unknown fields are refused.
    GeminiResponse,
    /// A definition of `gemini.interactions.schema.json`.
    Interactions(&'static str),
}

/// The folder of specifications, with the schemas that were compiled so far.
#[derive(Debug)]
pub struct Specs {
    folder: PathBuf,
    compiled: Mutex<HashMap<Shape, Arc<Validator>>>,
}

impl Specs {
    /// Those in `../shared/specs` beside the checkout, or none.
    #[must_use]
    pub fn beside_checkout() -> Option<&'static Self> {
        static SPECS: OnceLock<Option<Specs>> = OnceLock::new();
        SPECS
            .get_or_init(|| {
                let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/specs");
                folder.join("SOURCES.txt").is_file().then(|| Self {
                    folder,
                    compiled: Mutex::default(),
                })
            })
            .as_ref()
    }

    /// One of the files, as JSON.
    ///
    /// # Errors
    /// When it is not there or not JSON.
    pub fn file(&self, name: &str) -> anyhow::Result<Value> {
        let bytes = std::fs::read(self.folder.join(name))?;
        Ok(serde_json::from_slice(&bytes)?)
    }

    /// What the schema says against `body`: empty if nothing. A schema that cannot be read is a complaint too.
    #[must_use]
    pub fn complaints(&self, shape: Shape, body: &Value) -> Vec<String> {
        let validator = match self.validator(shape) {
            Ok(validator) => validator,
            Err(error) => return vec![format!("the schema {shape:?} cannot be used: {error:#}")],
        };
        validator
            .iter_errors(body)
            .take(MOST_COMPLAINTS)
            .map(|error| {
                let words: String = error.to_string().chars().take(300).collect();
                format!("{}: {words}", error.instance_path())
            })
            .collect()
    }

    fn validator(&self, shape: Shape) -> anyhow::Result<Arc<Validator>> {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = compiled.get(&shape) {
            return Ok(Arc::clone(found));
        }
        let validator = Arc::new(jsonschema::draft202012::new(&self.document(shape)?)?);
        compiled.insert(shape, Arc::clone(&validator));
        Ok(validator)
    }

    fn document(&self, shape: Shape) -> anyhow::Result<Value> {
        let (file, reference) = match shape {
            Shape::OpenAi(name) => (
                "openai.chat-images-moderations.openapi.json",
                format!("#/components/schemas/{name}"),
            ),
            Shape::OpenRouterImages(name) => (
                "openrouter.images.openapi.json",
                format!("#/components/schemas/{name}"),
            ),
            Shape::OpenRouterChat(name) => (
                "openrouter.chat.openapi.json",
                format!("#/components/schemas/{name}"),
            ),
            Shape::Ollama(name) => ("ollama.openapi.json", format!("#/components/schemas/{name}")),
            Shape::GeminiRequest(name) => {
                let mut document = self.file("vertex-gemini.aiplatform-v1beta1.discovery.trimmed.json")?;
                let definitions = discovery(document["schemas"].take());
                let reference = format!("#/$defs/GoogleCloudAiplatformV1beta1{name}");
                return Ok(json!({"$ref": reference, "$defs": definitions}));
            }
            Shape::GeminiResponse => return self.file("gemini.generateContentResponse.schema.json"),
            Shape::Interactions(name) => ("gemini.interactions.schema.json", format!("#/$defs/{name}")),
        };
        let mut document = self.file(file)?;
        fold_openapi(&mut document);
        let mut schema = Map::new();
        schema.insert("$ref".to_owned(), json!(reference));
        for part in ["components", "$defs"] {
            if let Some(definitions) = document.get_mut(part) {
                schema.insert(part.to_owned(), definitions.take());
            }
        }
        Ok(Value::Object(schema))
    }
}

/// `OpenAPI` 3.0 writes `nullable` where JSON Schema has a type, and `discriminator` where it has nothing.
fn fold_openapi(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.values_mut().for_each(fold_openapi);
            if object.get("discriminator").is_some_and(Value::is_object) {
                object.remove("discriminator");
            }
            if object.get("nullable") == Some(&json!(true)) {
                object.remove("nullable");
                let inner = Value::Object(std::mem::take(object));
                object.insert("anyOf".to_owned(), json!([inner, {"type": "null"}]));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(fold_openapi),
        _ => {}
    }
}

/// Google's discovery format as JSON Schema: references by name, `any`, and messages that know all their fields.
fn discovery(mut schemas: Value) -> Value {
    fn fold(schema: &mut Value) {
        let Value::Object(object) = schema else { return };
        if let Some(Value::String(name)) = object.get("$ref") {
            let reference = format!("#/$defs/{name}");
            *schema = json!({"$ref": reference});
            return;
        }
        if object.get("type") == Some(&json!("any")) {
            *schema = json!({});
            return;
        }
        // proto3 JSON writes 64-bit numbers as strings and reads both.
        if object.contains_key("format") && object.get("type") == Some(&json!("string")) {
            object.insert("type".to_owned(), json!(["string", "integer"]));
        }
        for keyword in [
            "format",
            "enumDescriptions",
            "enumDeprecated",
            "deprecated",
            "readOnly",
            "id",
            "default",
        ] {
            object.remove(keyword);
        }
        if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
            properties.values_mut().for_each(fold);
            object.insert("additionalProperties".to_owned(), json!(false));
        }
        for inner in ["items", "additionalProperties"] {
            if let Some(inner) = object.get_mut(inner) {
                fold(inner);
            }
        }
    }
    if let Some(all) = schemas.as_object_mut() {
        all.values_mut().for_each(fold);
    }
    schemas
}
