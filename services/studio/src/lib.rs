//! The studio: a rule-based director, a built-in artist, lettering, pages and exports. Pure pixels: no network, no clock.

mod artist;
mod casting;
mod creature;
mod director;
mod effect;
mod export;
mod figure;
mod ink;
mod lettering;
mod opened;
mod page;
mod place;
mod prop;
mod random;
mod raster;
mod sheets;

pub use artist::{
    Area, DrawError, DrawnFacts, EncodeError, Encoded, Margins, Picture, Size, draw_character_sheet,
    draw_panel, draw_panel_within, encode_model_picture, encode_smallest,
};
pub use director::{Brief, DirectorError, default_direction, language_of, write_script};
pub use export::{
    BindError, BookFile, BookFormat, BookOptions, PanelArt, PanelLineage, bind, page_transcript,
    panel_transcript, transcript,
};
pub use lettering::{
    Bubble, DetailMap, FaceBox, LetteredPicture, Lettering, MIN_TEXT, Mark, Paint, Plan, Sound, Staging,
    Trouble, in_order, letter_picture, letter_pixels, paint, plan,
};
pub use opened::PictureError;
pub use page::{Cell, MAX_PANELS_A_PAGE, Page, PageSpec, Paper, lay_out};
pub use sheets::test_sheets;
