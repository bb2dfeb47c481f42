//! How materials become ink: black and white with screens, or colour; the wishes of a style.

use mangakai_script::Style;

/// What something is made of: how dark it is in black and white, and its colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Material {
    /// Coverage with ink, 0 (white) to 1 (black).
    pub tone: f64,
    /// Red, green, blue.
    pub rgb: [u8; 3],
}

impl Material {
    /// A material.
    pub const fn new(tone: f64, rgb: [u8; 3]) -> Material {
        Material { tone, rgb }
    }

    /// Between two materials.
    pub fn mixed(self, other: Material, t: f64) -> Material {
        let channel = |i: usize| {
            let (a, b) = (f64::from(self.rgb[i]), f64::from(other.rgb[i]));
            (a + (b - a) * t).round() as u8
        };
        Material {
            tone: self.tone + (other.tone - self.tone) * t,
            rgb: [channel(0), channel(1), channel(2)],
        }
    }
}

/// The pattern that stands for grey.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// Clustered dots at 45 degrees: screentone.
    #[default]
    Dots,
    /// Parallel pen lines.
    Hatch,
    /// Crossing pen lines.
    Crosshatch,
    /// Even grey with a grain, as of a brush.
    Wash,
}

/// How everything is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// Three channels, or ink alone.
    pub colour: bool,
    /// What stands for grey.
    pub screen: Screen,
    /// Factor on every line.
    pub line: f64,
    /// How much lines waver, in design pixels.
    pub waver: f64,
    /// Factor on every tone of the background.
    pub depth: f64,
    /// Colour of lines.
    pub ink: [u8; 3],
    /// Colour of the paper.
    pub paper: [u8; 3],
    grade: Grade,
}

/// What a palette does to a colour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Grade {
    saturation: f64,
    lightness: f64,
    tint: Option<([u8; 3], f64)>,
    mono: bool,
}

const PLAIN: Grade = Grade {
    saturation: 1.0,
    lightness: 0.0,
    tint: None,
    mono: false,
};

impl Default for Look {
    fn default() -> Look {
        Look {
            colour: false,
            screen: Screen::Dots,
            line: 1.0,
            waver: 0.0,
            depth: 1.0,
            ink: [0; 3],
            paper: [255; 3],
            grade: PLAIN,
        }
    }
}

impl Look {
    /// The look that a style asks for.
    pub fn of(style: &Style) -> Look {
        let mut look = Look::default();
        look.art(style.art_style_or_default());
        if let Some(palette) = style.color_palette.as_deref() {
            look.palette(palette);
        }
        if let Some(lines) = style.line_style.as_deref() {
            look.lines(lines);
        }
        match style.mood.as_deref() {
            Some("dark" | "mysterious") => look.depth *= 1.45,
            Some("dramatic") => look.depth *= 1.25,
            Some("happy" | "peaceful" | "romantic" | "energetic") => look.depth *= 0.72,
            Some("nostalgic" | "sad") => look.depth *= 0.88,
            _ => {}
        }
        look
    }

    fn art(&mut self, art: &str) {
        match art {
            "anime_manga" | "digital_art" => self.colour = true,
            "cartoon" => (self.colour, self.line) = (true, 1.35),
            "comic_book" => (self.colour, self.line, self.depth) = (true, 1.3, 1.25),
            "watercolor" => {
                (self.colour, self.screen, self.line) = (true, Screen::Wash, 0.62);
                self.grade = Grade {
                    saturation: 0.72,
                    lightness: 0.16,
                    ..PLAIN
                };
                self.ink = [70, 60, 70];
                self.paper = [253, 250, 243];
            }
            "oil_painting" => {
                (self.colour, self.screen, self.line) = (true, Screen::Wash, 0.55);
                self.grade = Grade {
                    saturation: 1.1,
                    lightness: -0.06,
                    ..PLAIN
                };
                self.ink = [48, 34, 30];
            }
            "realistic" => (self.screen, self.line) = (Screen::Wash, 0.72),
            "sketch" => (self.screen, self.line, self.waver) = (Screen::Hatch, 0.8, 1.7),
            "minimalist" => (self.depth, self.line) = (0.22, 0.9),
            "vintage" => {
                (self.colour, self.screen) = (true, Screen::Dots);
                self.palette("sepia");
            }
            _ => {}
        }
    }

    fn palette(&mut self, palette: &str) {
        let tinted = |rgb, part| Grade {
            tint: Some((rgb, part)),
            ..PLAIN
        };
        let grade = match palette {
            "monochrome" | "black_and_white" => {
                self.colour = false;
                return;
            }
            "sepia" => {
                self.ink = [62, 38, 20];
                self.paper = [250, 240, 220];
                Grade {
                    mono: true,
                    tint: Some(([176, 128, 80], 0.55)),
                    ..PLAIN
                }
            }
            "vibrant" => Grade {
                saturation: 1.4,
                ..PLAIN
            },
            "pastel" => Grade {
                saturation: 0.62,
                lightness: 0.28,
                ..PLAIN
            },
            "warm_tones" => tinted([246, 150, 80], 0.30),
            "cool_tones" => tinted([90, 140, 230], 0.30),
            "earth_tones" => Grade {
                saturation: 0.7,
                ..tinted([150, 110, 60], 0.32)
            },
            "neon" => {
                self.ink = [28, 8, 52];
                Grade {
                    saturation: 1.9,
                    ..tinted([230, 30, 220], 0.18)
                }
            }
            "sunset_colors" => tinted([250, 120, 90], 0.38),
            _ => PLAIN,
        };
        self.colour = true;
        self.grade = grade;
    }

    fn lines(&mut self, lines: &str) {
        match lines {
            "sketchy" => (self.line, self.waver) = (self.line * 0.9, 1.6),
            "bold_outlines" => self.line *= 1.7,
            "soft_lines" => (self.line, self.ink) = (self.line * 0.8, self.ink.map(|c| c.max(70))),
            "detailed_linework" => self.line *= 0.75,
            "minimal_lines" => self.line *= 0.6,
            "crosshatching" => self.screen = Screen::Crosshatch,
            "sharp_angles" => self.line *= 1.15,
            _ => {}
        }
    }

    /// The colour a material is painted with.
    pub fn rgb(&self, material: Material) -> [u8; 3] {
        if !self.colour {
            let grey = (255.0 * (1.0 - material.tone)).round().clamp(0.0, 255.0) as u8;
            return [grey; 3];
        }
        let [r, g, b] = material.rgb.map(f64::from);
        let luma = 0.299 * r + 0.587 * g + 0.114 * b;
        let grade = self.grade;
        let saturation = if grade.mono { 0.0 } else { grade.saturation };
        let mut channels = [r, g, b].map(|c| luma + (c - luma) * saturation);
        if let Some((tint, part)) = grade.tint {
            // A tint colours the middle; black and white stay.
            let strength = part * (1.0 - (luma / 127.5 - 1.0).abs().powi(4) * 0.7);
            for (channel, tint) in channels.iter_mut().zip(tint) {
                let target = f64::from(tint) * (0.35 + 0.9 * luma / 255.0);
                *channel += (target - *channel) * strength;
            }
        }
        channels.map(|c| {
            let lifted = if grade.lightness >= 0.0 {
                c + (255.0 - c) * grade.lightness
            } else {
                c * (1.0 + grade.lightness)
            };
            lifted.round().clamp(0.0, 255.0) as u8
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wish_changes_the_look() {
        let plain = Look::of(&Style::default());
        for (field, value) in [
            ("art_style", "watercolor"),
            ("art_style", "sketch"),
            ("art_style", "vintage"),
            ("color_palette", "sepia"),
            ("color_palette", "pastel"),
            ("line_style", "bold_outlines"),
            ("line_style", "crosshatching"),
            ("mood", "dark"),
        ] {
            let style = Style::parse([(field, value)]).unwrap();
            assert_ne!(Look::of(&style), plain, "{field} = {value}");
        }
    }

    #[test]
    fn black_and_white_has_no_hue() {
        let look = Look::of(&Style::default());
        assert_eq!(look.rgb(Material::new(1.0, [200, 0, 0])), [0; 3]);
        assert_eq!(look.rgb(Material::new(0.0, [200, 0, 0])), [255; 3]);
    }
}
