//! The studio: a rule-based director, a built-in artist, lettering, pages and exports. Pure pixels: no network, no clock.

mod artist;
mod director;
mod export;
mod page;

pub use artist::{
    Area, DrawError, DrawnFacts, EncodeError, Encoded, Picture, Size, draw_panel, encode_model_picture,
    encode_smallest,
};
pub use director::{Brief, DirectorError, default_direction, language_of, write_script};
pub use export::{BindError, BookFile, BookFormat, PanelArt, bind, panel_transcript};
pub use page::{Cell, MAX_PANELS_A_PAGE, PAGE_HEIGHT, PAGE_WIDTH, Page, lay_out};
