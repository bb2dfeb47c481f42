//! `draw`: a story goes in, files come out.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use anyhow::Context;
use reqwest::multipart::{Form, Part};
use serde_json::Value;

use crate::{
    client::{Client, Download},
    display::Display,
    exit::{self, Exit, Fatal},
    follow, receipt,
};

/// How long one request waits for a book.
const BOOK_WAIT_SECONDS: u32 = 30;
/// Requests for one book before it is given up.
const BOOK_TRIES: u32 = 10;

/// What to draw and where to put it.
#[derive(Clone, Debug, clap::Args)]
pub struct DrawArgs {
    /// File with the story (UTF-8, UTF-16, GB18030 or Shift_JIS); `-` reads standard input.
    pub story: PathBuf,
    /// Panels, 1 to 100.
    #[arg(short = 'n', long, default_value_t = 5)]
    pub panels: u32,
    /// Folder for the files, made if it is missing.
    #[arg(short, long, default_value = "out")]
    pub out: PathBuf,
    /// Book formats: pdf, png, cbz, zip, epub, webtoon. Repeatable.
    #[arg(short, long = "format", default_values_t = ["png".to_owned(), "pdf".to_owned()])]
    pub formats: Vec<String>,
    /// Paper of the pages: a5, b5 or a4.
    #[arg(long, default_value = "a5")]
    pub paper: String,
    /// Print 3 mm beyond the trimmed edge.
    #[arg(long)]
    pub bleed: bool,
    /// Look, as key=value: `mood=mysterious`. Repeatable.
    #[arg(short, long = "style", value_parser = style_option)]
    pub styles: Vec<(String, String)>,
    /// Language of the story (zh, ja, en, ...); told from the text by default.
    #[arg(long)]
    pub language: Option<String>,
    /// rtl, ltr or webtoon; by language by default.
    #[arg(long)]
    pub reading_direction: Option<String>,
    /// Say what it would cost, and draw nothing.
    #[arg(long)]
    pub estimate: bool,
    /// JSON lines on standard output instead of words.
    #[arg(long)]
    pub json: bool,
}

fn style_option(text: &str) -> Result<(String, String), String> {
    let (key, value) = text
        .split_once('=')
        .ok_or("a style is key=value, such as mood=mysterious")?;
    Ok((key.to_owned(), value.to_owned()))
}

/// The story of a file or of standard input, as it is: the server tells encodings apart.
pub fn read_story(path: &Path) -> anyhow::Result<Vec<u8>> {
    let story = if path == Path::new("-") {
        let mut story = Vec::new();
        std::io::stdin().read_to_end(&mut story).map(|_| story)
    } else {
        fs::read(path)
    };
    story.map_err(|error| {
        Fatal::new(Exit::Usage, format!("{} cannot be read: {error}", path.display())).into()
    })
}

/// Hands in a story, follows it, writes the files; when interrupted, the task goes on without us.
pub async fn draw(client: &Client, args: &DrawArgs) -> anyhow::Result<Exit> {
    let story = read_story(&args.story)?;
    if args.estimate {
        let estimate = client.estimate(form(story, args)).await?;
        if args.json {
            println!("{estimate}");
        } else {
            receipt::estimate(&estimate)
                .iter()
                .for_each(|line| println!("{line}"));
        }
        return Ok(Exit::Fine);
    }
    let display = Display::choose(args.json)?;
    let id = hand_in(client, story, args, &display).await?;
    tokio::select! {
        drawn = collect(client, &id, args, &display) => drawn,
        _ = tokio::signal::ctrl_c() => {
            display.say(&format!("left alone: the task goes on, `mangakai watch {id}` shows it"));
            Err(Fatal::new(Exit::Failed, "interrupted").into())
        }
    }
}

/// Hands in a story; the task's id.
pub async fn hand_in(
    client: &Client,
    story: Vec<u8>,
    args: &DrawArgs,
    display: &Display,
) -> anyhow::Result<String> {
    let key = mangakai_runtime::new_id().to_string();
    let created = client.create(form(story, args), &key).await?;
    let id = created["task_id"].as_str().context("the server named no task")?;
    display.say(&format!("task {id}"));
    Ok(id.to_owned())
}

/// A story as a form.
fn form(story: Vec<u8>, args: &DrawArgs) -> Form {
    let mut form = Form::new()
        .part("file", Part::bytes(story).file_name("story.txt"))
        .text("panels", args.panels.to_string());
    for (name, value) in &args.styles {
        form = form.text(format!("style.{name}"), value.clone());
    }
    for (name, value) in [
        ("language", &args.language),
        ("reading_direction", &args.reading_direction),
    ] {
        if let Some(value) = value {
            form = form.text(name, value.clone());
        }
    }
    form
}

/// Follows a task to its end and writes its files.
pub async fn collect(client: &Client, id: &str, args: &DrawArgs, display: &Display) -> anyhow::Result<Exit> {
    let ended = follow::to_the_end(client, id, display).await?;
    let mut files = panels(client, &ended, &args.out).await?;
    if !files.is_empty() {
        for format in &args.formats {
            files.extend(book(client, id, format, args).await?);
        }
    }
    display.finish(&ended, &files);
    Ok(exit::of_status(ended["status"].as_str().unwrap_or_default()))
}

/// Every panel that has a picture.
async fn panels(client: &Client, task: &Value, out: &Path) -> anyhow::Result<Vec<String>> {
    let mut files = Vec::new();
    for panel in task["panels"].as_array().into_iter().flatten() {
        if let Some(url) = panel["image_url"].as_str() {
            let download = client.download(url).await?;
            files.push(write(
                out,
                &format!("panel_{}.{}", panel["panel"], extension(&download)),
                &download.bytes,
            )?);
        }
    }
    Ok(files)
}

/// A book in one format: one file, or one per page.
async fn book(client: &Client, task: &str, format: &str, args: &DrawArgs) -> anyhow::Result<Vec<String>> {
    let path = format!(
        "/v1/tasks/{task}/export?format={format}&paper={}&bleed={}&wait={BOOK_WAIT_SECONDS}",
        args.paper, args.bleed
    );
    let first = ready(client, &path).await?;
    let page_name = match format {
        "png" => "page",
        "webtoon" => "slice",
        _ => return Ok(vec![write(&args.out, &format!("book.{format}"), &first.bytes)?]),
    };
    let mut files = Vec::new();
    if format == "png" {
        let cover = ready(client, &format!("{path}&page=0")).await?;
        files.push(write(&args.out, "cover.png", &cover.bytes)?);
    }
    files.push(write(&args.out, &format!("{page_name}-001.png"), &first.bytes)?);
    let pages = first
        .pages
        .context("the server does not say how many pages the book has")?;
    for page in 2..=pages {
        let page_file = ready(client, &format!("{path}&page={page}")).await?;
        files.push(write(
            &args.out,
            &format!("{page_name}-{page:03}.png"),
            &page_file.bytes,
        )?);
    }
    Ok(files)
}

async fn ready(client: &Client, path: &str) -> anyhow::Result<Download> {
    for _ in 0..BOOK_TRIES {
        let download = client.download(path).await?;
        if download.ready {
            return Ok(download);
        }
    }
    Err(Fatal::new(Exit::Failed, "the book is not bound in time").into())
}

fn extension(download: &Download) -> &'static str {
    match download.media_type.as_str() {
        "image/webp" => "webp",
        "image/jpeg" => "jpg",
        _ => "png",
    }
}

fn write(out: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<String> {
    fs::create_dir_all(out).with_context(|| format!("{} cannot be made", out.display()))?;
    let path = out.join(name);
    fs::write(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(path.display().to_string())
}
