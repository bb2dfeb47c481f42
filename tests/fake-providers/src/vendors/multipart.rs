//! Forms with files.

use std::convert::Infallible;

use bytes::Bytes;
use futures::{FutureExt as _, stream};

use crate::call::{Call, Wrong};

/// One field of a form.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) bytes: Bytes,
}

impl Field {
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// The fields of a `multipart/form-data` body, in order.
pub(super) fn read(call: &Call) -> Result<Vec<Field>, Wrong> {
    let content_type = call.header("content-type").unwrap_or_default();
    let boundary = multer::parse_boundary(content_type).map_err(|_| {
        Wrong::new(
            "",
            format!("content-type is '{content_type}', not multipart/form-data"),
        )
    })?;
    // The whole body is here, so nothing is waited for.
    fields(call.body.clone(), boundary)
        .now_or_never()
        .unwrap_or_else(|| Err(Wrong::new("", "the form has no end")))
}

async fn fields(body: Bytes, boundary: String) -> Result<Vec<Field>, Wrong> {
    let wrong = |error: multer::Error| Wrong::new("", format!("the form cannot be read: {error}"));
    let once = stream::iter([Ok::<_, Infallible>(body)]);
    let mut form = multer::Multipart::new(once, boundary);
    let mut fields = Vec::new();
    while let Some(field) = form.next_field().await.map_err(wrong)? {
        fields.push(Field {
            name: field.name().unwrap_or_default().to_owned(),
            file_name: field.file_name().map(str::to_owned),
            content_type: field.content_type().map(ToString::to_string),
            bytes: field.bytes().await.map_err(wrong)?,
        });
    }
    Ok(fields)
}
