//! `demo`: everything local, one story drawn, the files kept and nothing else.

use std::{net::SocketAddr, path::PathBuf};

use mangakai_runtime::Shutdown;

use crate::{
    client::Client,
    draw::{self, DrawArgs},
    exit::Exit,
    settings::ServeSettings,
    up::Local,
};

const STORY: &str = include_str!("../../../tests/stories/lantern.en.txt");

/// What to draw and where to put it.
#[derive(Clone, Debug, clap::Args)]
pub struct DemoArgs {
    /// File with the story (UTF-8); a story of ours by default.
    pub story: Option<PathBuf>,
    /// Panels, 1 to 100.
    #[arg(short = 'n', long, default_value_t = 6)]
    pub panels: u32,
    /// Folder for the files, made if it is missing.
    #[arg(short, long, default_value = "out")]
    pub out: PathBuf,
    /// JSON lines on standard output instead of words.
    #[arg(long)]
    pub json: bool,
}

/// Starts a whole system in a temporary folder, draws through its front door, and stops it.
pub async fn demo(args: &DemoArgs, serve: &ServeSettings) -> anyhow::Result<Exit> {
    let story = match &args.story {
        Some(path) => draw::read_story(path)?,
        None => STORY.to_owned(),
    };
    let data = tempfile::tempdir()?;
    let any_port = SocketAddr::from(([127, 0, 0, 1], 0));
    let serve = ServeSettings {
        http_addr: any_port,
        grpc_addr: any_port,
        ..serve.clone()
    };
    let local = Local::start(data.path(), &serve, None, &Shutdown::new()).await?;
    let client = Client::transient(&local.http()).await?;
    let drawing = DrawArgs {
        story: args.story.clone().unwrap_or_default(),
        panels: args.panels,
        out: args.out.clone(),
        formats: vec!["png".to_owned(), "pdf".to_owned()],
        styles: Vec::new(),
        language: None,
        reading_direction: None,
        json: args.json,
    };
    let drawn = draw::draw(&client, &story, &drawing, &mangakai_runtime::new_id().to_string()).await;
    local.stop().await;
    drawn
}
