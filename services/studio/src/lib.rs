//! mangakai-studio

mod director;
mod export;
mod page;

pub use director::{Brief, DirectorError, write_script};
pub use export::{BindError, BookFile, BookFormat, PanelArt, bind, panel_transcript};
pub use page::{Cell, MAX_PANELS_A_PAGE, PAGE_HEIGHT, PAGE_WIDTH, Page, lay_out};
