use super::*;

#[test]
fn the_embedded_catalogue_is_sound() {
    let catalogue = Catalogue::embedded().unwrap();
    for id in [
        "gemini",
        "openai",
        "dashscope",
        "ark",
        "deepseek",
        "zhipu",
        "kimi",
        "openrouter",
        "bfl",
        "ollama",
        "vllm",
        "sdwebui",
        "comfyui",
    ] {
        assert!(catalogue.provider(id).is_some(), "{id}");
    }
}

#[test]
fn the_size_nearest_in_shape_is_asked_for() {
    let catalogue = Catalogue::embedded().unwrap();
    let openai = &catalogue.provider("openai").unwrap().picture[0];
    assert_eq!(openai.size(1024, 1024), "1024x1024");
    assert_eq!(openai.size(600, 1000), "1024x1536");
    let qwen = &catalogue.provider("dashscope").unwrap().picture[0];
    assert_eq!(qwen.size(3000, 1000), "1536*1024");
    let gemini = &catalogue.provider("gemini").unwrap().picture[0];
    assert_eq!((gemini.size(16, 9), gemini.size(1, 0)), ("16:9", "1:1"));
}

#[test]
fn a_dollar_a_million_is_a_micro_a_token() {
    let catalogue = Catalogue::embedded().unwrap();
    let flash = &catalogue.provider("gemini").unwrap().text[0];
    assert_eq!(flash.cost_micros(1_000_000, 0), 750_000);
    assert_eq!(flash.cost_micros(8, 5), 25);
    assert_eq!(
        catalogue.provider("gemini").unwrap().picture[0].picture_micros(),
        33_600
    );
}

#[test]
fn what_contradicts_itself_is_refused() {
    let entry = |rest: &str| {
        let head =
            "as_of = \"2026-01-01\"\n[[provider]]\nid = \"a\"\nname = \"A\"\nbase_url = \"http://a\"\n";
        Catalogue::parse(&format!("{head}{rest}"))
    };
    assert!(entry("concurrency = 1").is_ok());
    for wrong in [
        "concurrency = 0",
        "concurrency = 1\nkey_env = [\"K\"]",
        "concurrency = 1\nunheard_of = 1",
        "concurrency = 1\n[[provider.picture]]\nid = \"m\"\napi = \"ark\"\nsizes = [\"large\"]\nmax_prompt_chars = 9",
        "concurrency = 1\n[[provider.picture]]\nid = \"m\"\napi = \"ark\"\nsizes = [\"1x1\"]\nmax_prompt_chars = 9\nusd_per_picture = -1.0",
    ] {
        assert!(entry(wrong).is_err(), "{wrong}");
    }
}
