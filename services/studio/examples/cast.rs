//! People on test sheets: `cast OUTDIR` writes heads, emotions, poses and outfits as PNG files.

use std::path::Path;

use anyhow::{Context, ensure};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    ensure!(!arguments.is_empty(), "usage: cast OUTDIR");
    let out = Path::new(&arguments[0]);
    std::fs::create_dir_all(out)?;
    for (name, picture) in mangakai_studio::test_sheets() {
        let colour = if picture.colour {
            image::ColorType::Rgb8
        } else {
            image::ColorType::L8
        };
        let file = out.join(name).with_extension("png");
        image::save_buffer(&file, &picture.pixels, picture.width, picture.height, colour).context("write")?;
    }
    Ok(())
}
