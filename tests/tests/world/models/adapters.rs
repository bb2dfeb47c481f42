//! A story through each vendor's models, each of which writes or draws all of it.

use mangakai_fake_providers::Provider;

use super::{Models, charged_at};

/// Who writes and who draws, as they are wished for.
const PAIRS: &[(&str, &str)] = &[
    ("gemini", "gemini"),
    ("gemini/gemini-3.5-flash-lite", "gemini/gemini-2.5-flash-image"),
    ("openai", "openai"),
    ("dashscope", "dashscope/qwen-image-3.0"),
    ("dashscope/qwen3.8-flash", "dashscope/wan2.7-image"),
    ("ark", "ark"),
    ("openrouter", "openrouter"),
    ("deepseek", "bfl"),
    ("zhipu", "sdwebui"),
    ("kimi", "comfyui"),
    ("ollama", "gemini/gemini-3-pro-image"),
    ("vllm", "openai"),
];

fn id(wish: &str) -> &str {
    wish.split_once('/').map_or(wish, |(provider, _)| provider)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_vendors_models_write_and_draw_a_whole_story() {
    const PANELS: usize = 2;
    let (text, pictures) = PAIRS[0];
    let models = Models::start(&[text], &[pictures]).await;
    for (text, pictures) in PAIRS {
        models.hire(&[text], &[pictures]);
        let told = models.draw(PANELS as u32).await;
        assert_eq!(
            told.status(),
            "COMPLETED",
            "{text} and {pictures}: {:#}",
            told.task
        );
        let expected: Vec<&str> = [id(text)].into_iter().chain([id(pictures); PANELS]).collect();
        assert_eq!(told.hands(), expected, "{:#?}", told.history);
        assert_eq!(told.failures(), [""; 0], "{text} and {pictures}");
        let provider = |wish: &str| id(wish).parse::<Provider>().unwrap();
        let (writer, artist) = (provider(text), provider(pictures));
        let expected = if writer == artist {
            (PANELS + 1, PANELS + 1)
        } else {
            (1, PANELS)
        };
        let charged = (charged_at(&told.ledger, writer), charged_at(&told.ledger, artist));
        assert_eq!(charged, expected, "{text} and {pictures}: {:#?}", told.ledger);
        let image = told.task["panels"][1]["image_url"].as_str().unwrap();
        let picture = models.client.get(image).await.unwrap();
        assert_eq!(picture.headers()["content-type"], "image/webp");
        let bytes = picture.bytes().await.unwrap();
        image::load_from_memory(&bytes).unwrap();
    }
}
