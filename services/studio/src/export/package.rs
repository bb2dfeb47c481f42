//! The documents of an EPUB: the package, the navigation, the pages. After EPUB 3.3 and EPUB Accessibility 1.1.

use std::fmt::Write;

use jiff::Timestamp;
use mangakai_script::Script;
use uuid::Uuid;

use super::xml::escaped;

/// A page of the EPUB.
pub(super) struct Item {
    /// `cover`, `page-001`, ...
    pub stem: String,
    /// The page in words.
    pub words: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    pub is_cover: bool,
    /// Left when the book lies open; none for the cover.
    pub is_left: Option<bool>,
}

impl Item {
    /// Its name in the table of contents.
    fn heading(&self) -> &str {
        self.words.lines().next().unwrap_or_default()
    }
}

/// What the package document is made from.
pub(super) struct Package<'a> {
    pub script: &'a Script,
    pub is_right_to_left: bool,
    pub modified: Timestamp,
    pub items: &'a [Item],
}

impl Package<'_> {
    /// `package.opf`.
    pub fn document(&self) -> String {
        let (mut manifest, mut spine) = (String::new(), String::new());
        for item in self.items {
            let stem = &item.stem;
            let cover = if item.is_cover {
                " properties=\"cover-image\""
            } else {
                ""
            };
            let _ = writeln!(
                manifest,
                "    <item id=\"{stem}\" href=\"{stem}.xhtml\" media-type=\"application/xhtml+xml\"/>\n    \
                 <item id=\"{stem}-image\" href=\"images/{stem}.png\" media-type=\"image/png\"{cover}/>"
            );
            let side = match item.is_left {
                None => "rendition:page-spread-center",
                Some(true) => "page-spread-left",
                Some(false) => "page-spread-right",
            };
            let _ = writeln!(spine, "    <itemref idref=\"{stem}\" properties=\"{side}\"/>");
        }
        let direction = if self.is_right_to_left { "rtl" } else { "ltr" };
        let language = language(self.script);
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{language}"
    prefix="rendition: http://www.idpf.org/vocab/rendition/#">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="id">urn:uuid:{id}</dc:identifier>
    <dc:title>{title}</dc:title>
    <dc:language>{language}</dc:language>
    <meta property="dcterms:modified">{modified}</meta>
    <meta property="rendition:layout">pre-paginated</meta>
    <meta property="rendition:orientation">auto</meta>
    <meta property="rendition:spread">landscape</meta>
    <meta property="schema:accessMode">visual</meta>
    <meta property="schema:accessMode">textual</meta>
    <meta property="schema:accessModeSufficient">visual</meta>
    <meta property="schema:accessModeSufficient">textual</meta>
    <meta property="schema:accessibilityFeature">alternativeText</meta>
    <meta property="schema:accessibilityFeature">tableOfContents</meta>
    <meta property="schema:accessibilityHazard">none</meta>
    <meta property="schema:accessibilitySummary">{summary}</meta>
{cover}  </metadata>
  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="style" href="style.css" media-type="text/css"/>
{manifest}  </manifest>
  <spine page-progression-direction="{direction}">
{spine}  </spine>
</package>
"#,
            id = identifier(self.script),
            title = escaped(title(self.script)),
            modified = self.modified.strftime("%Y-%m-%dT%H:%M:%SZ"),
            summary = "Every page has its panels, who is seen and every word as alternative text.",
            cover = if self.items.iter().any(|item| item.is_cover) {
                "    <meta name=\"cover\" content=\"cover-image\"/>\n"
            } else {
                ""
            },
        )
    }
}

/// `nav.xhtml`: every page by its name.
pub(super) fn nav(script: &Script, items: &[Item]) -> String {
    let mut list = String::new();
    for item in items {
        let heading = if item.is_cover {
            title(script)
        } else {
            item.heading()
        };
        let _ = writeln!(
            list,
            "        <li><a href=\"{}.xhtml\">{}</a></li>",
            item.stem,
            escaped(heading)
        );
    }
    let body = format!("    <nav epub:type=\"toc\">\n      <ol>\n{list}      </ol>\n    </nav>\n");
    document(script, title(script), "", &body)
}

/// A page: its picture in a viewport of the picture's size.
pub(super) fn page(script: &Script, item: &Item) -> String {
    let (width, height) = (item.width, item.height);
    let head = format!(
        "    <meta name=\"viewport\" content=\"width={width}, height={height}\"/>\n    \
         <link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>\n"
    );
    let (kind, heading) = if item.is_cover {
        (" epub:type=\"cover\"", title(script))
    } else {
        ("", item.heading())
    };
    let words = if item.is_cover {
        title(script)
    } else {
        item.words.as_str()
    };
    let body = format!(
        "    <section{kind}>\n      <img src=\"images/{}.png\" width=\"{width}\" height=\"{height}\" alt=\"{}\"/>\n    </section>\n",
        item.stem,
        escaped(words)
    );
    document(script, heading, &head, &body)
}

fn document(script: &Script, heading: &str, head: &str, body: &str) -> String {
    let language = language(script);
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}" xml:lang="{language}">
  <head>
    <title>{}</title>
{head}  </head>
  <body>
{body}  </body>
</html>
"#,
        escaped(heading)
    )
}

/// A title is required, also of a story without one.
fn title(script: &Script) -> &str {
    if script.title.trim().is_empty() {
        "Manga"
    } else {
        &script.title
    }
}

/// A language tag that is well-formed: of letters, digits and hyphens; else undetermined.
fn language(script: &Script) -> &str {
    let well_formed =
        |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    let tag = script.language.as_str();
    let first = tag.split('-').next().unwrap_or_default();
    if (2..=3).contains(&first.len()) && tag.split('-').all(well_formed) {
        tag
    } else {
        "und"
    }
}

/// The same script has the same identifier wherever it is bound.
fn identifier(script: &Script) -> Uuid {
    let json = serde_json::to_vec(script).unwrap_or_default();
    Uuid::new_v5(&Uuid::NAMESPACE_OID, &json)
}
