//! `GET /v1/style-options`

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

/// Every list of looks.
#[derive(Serialize, ToSchema)]
pub struct StyleOptionsBody {
    /// In the order they are usually asked for.
    pub options: Vec<StyleList>,
}

/// One list.
#[derive(Serialize, ToSchema)]
pub struct StyleList {
    /// Its name in `style`.
    #[schema(example = "mood")]
    pub field: String,
    /// What is taken when nobody asks.
    pub default: Option<String>,
    /// What may be asked for.
    pub values: Vec<StyleChoice>,
}

/// One look.
#[derive(Serialize, ToSchema)]
pub struct StyleChoice {
    /// What `style` takes; labels are understood too.
    #[schema(example = "peaceful")]
    pub value: String,
    /// For people.
    #[schema(example = "Peaceful")]
    pub label: String,
}

/// Looks that can be asked for.
#[utoipa::path(get, path = "/v1/style-options", tag = "tasks", security(()),
    responses((status = 200, description = "The lists", body = StyleOptionsBody)))]
pub async fn style_options() -> Json<StyleOptionsBody> {
    let options = mangakai_script::options().into_iter().map(|list| StyleList {
        field: list.field.to_owned(),
        default: list.default.map(str::to_owned),
        values: list
            .values
            .into_iter()
            .map(|one| StyleChoice {
                value: one.value,
                label: one.label.to_owned(),
            })
            .collect(),
    });
    Json(StyleOptionsBody {
        options: options.collect(),
    })
}
