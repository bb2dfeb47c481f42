//! `projections`: where the read models stand, and building one again.

use indicatif::ProgressBar;
use mangakai_log::Log;
use mangakai_projections::{ProjectionStatus, open_pool};

use crate::{
    cli::{ProjectionSettings, Projections},
    exit::{Exit, Fatal},
    services,
};

/// Does what was asked.
pub async fn projections(action: &Projections, at: &ProjectionSettings) -> anyhow::Result<Exit> {
    let log = Log::open(&at.nats_url)
        .await
        .map_err(|error| Fatal::new(Exit::Unavailable, error.to_string()))?;
    let pool = open_pool(at.database_url.reveal(), services::POOL_SIZE)
        .map_err(|error| Fatal::new(Exit::Usage, error.to_string()))?;
    match action {
        Projections::Status => {
            for status in mangakai_projections::status(&pool, &log).await? {
                print(&status);
            }
        }
        Projections::Rebuild { name } => {
            let bar = ProgressBar::new(0);
            let show = |progress: mangakai_projections::RebuildProgress| {
                bar.set_length(progress.total);
                bar.set_position(progress.commits);
            };
            let report = mangakai_projections::rebuild(&log, &pool, name, show).await?;
            bar.finish_and_clear();
            let rate = report.events as f64 / report.elapsed.as_secs_f64().max(f64::EPSILON);
            println!(
                "{} is rebuilt: generation {} serves, {} events in {:.1} s ({rate:.0}/s)",
                report.name,
                report.generation,
                report.events,
                report.elapsed.as_secs_f64()
            );
        }
    }
    Ok(Exit::Fine)
}

fn print(status: &ProjectionStatus) {
    println!(
        "{} generation {} ({})",
        status.name, status.generation, status.state
    );
    for stream in &status.streams {
        let foreign = if stream.foreign {
            ", of another log: the projector begins it anew"
        } else {
            ""
        };
        println!(
            "  stream {} at {}, {} behind{foreign}",
            stream.stream, stream.position, stream.lag
        );
    }
}
