//! The studio: a rule-based director, a built-in artist, lettering, pages and exports. Pure pixels: no network, no clock.

mod artist;
mod director;
mod export;
mod page;

pub use artist::{
    Area, DrawError, DrawnFacts, EncodeError, Encoded, Picture, Size, draw_panel, encode_model_picture,
    encode_smallest,
};
pub use director::{Brief, DirectorError, write_script};
pub use export::{
    BindError, BookFile, BookFormat, BookOptions, PanelArt, PanelLineage, bind, page_transcript,
    panel_transcript, transcript,
};
pub use page::{Cell, MAX_PANELS_A_PAGE, Page, PageSpec, Paper, lay_out};
