//! `demo`: everything local, one story drawn, the files kept and nothing else.

use std::{net::SocketAddr, path::PathBuf};

use mangakai_runtime::Shutdown;

use crate::{
    client::Client,
    display::Display,
    draw::{self, DrawArgs},
    exit::{Exit, Fatal},
    settings::ServeSettings,
    up::Local,
};

const STORY: &[u8] = include_bytes!("../../../tests/stories/lantern.en.txt");

/// What to draw and where to put it.
#[derive(Clone, Debug, clap::Args)]
pub struct DemoArgs {
    /// File with the story (UTF-8, UTF-16, GB18030 or Shift_JIS); a story of ours by default.
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

/// Starts a whole system in a temporary folder, draws through its front door, and stops it. Nothing of it is left, also
/// when it is interrupted.
pub async fn demo(args: &DemoArgs, serve: &ServeSettings) -> anyhow::Result<Exit> {
    let story = match &args.story {
        Some(path) => draw::read_story(path)?,
        None => STORY.to_vec(),
    };
    let shutdown = Shutdown::new();
    shutdown.on_signals()?;
    let data = tempfile::tempdir()?;
    let any_port = SocketAddr::from(([127, 0, 0, 1], 0));
    let serve = ServeSettings {
        http_addr: any_port,
        grpc_addr: any_port,
        ..serve.clone()
    };
    let local = Local::start(data.path(), &serve, None, &shutdown).await?;
    let server = local.http();
    let drawn = tokio::select! {
        drawn = draw(&server, story, args) => drawn,
        () = shutdown.requested() => {
            let reason = shutdown.failure().unwrap_or("interrupted: nothing of the demo is kept");
            Err(Fatal::new(Exit::Failed, reason).into())
        }
    };
    local.stop().await;
    drawn
}

async fn draw(server: &str, story: Vec<u8>, args: &DemoArgs) -> anyhow::Result<Exit> {
    let client = Client::transient(server).await?;
    let args = DrawArgs {
        story: args.story.clone().unwrap_or_default(),
        panels: args.panels,
        out: args.out.clone(),
        formats: vec!["png".to_owned(), "pdf".to_owned()],
        paper: "a5".to_owned(),
        bleed: false,
        styles: Vec::new(),
        language: None,
        reading_direction: None,
        estimate: false,
        json: args.json,
    };
    let display = Display::choose(args.json)?;
    let id = draw::hand_in(&client, story, &args, &display).await?;
    draw::collect(&client, &id, &args, &display).await
}
