//! Letters as shapes: shaping with harfrust, outlines with skrifa, line breaking by our own rules.

use super::faces::Voice;
use kurbo::{Affine, BezPath, Shape};
use skrifa::{
    FontRef, GlyphId, MetadataProvider,
    instance::{LocationRef, Size},
    outline::{DrawSettings, OutlinePen},
};

/// One font.
pub struct Face {
    hb: harfrust::Font,
    data: &'static [u8],
    upem: f64,
}
struct Pen<'a>(&'a mut BezPath);
impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((x as f64, -y as f64))
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to((x as f64, -y as f64))
    }
    fn quad_to(&mut self, a: f32, b: f32, x: f32, y: f32) {
        self.0.quad_to((a as f64, -b as f64), (x as f64, -y as f64))
    }
    fn curve_to(&mut self, a: f32, b: f32, c: f32, d: f32, x: f32, y: f32) {
        self.0.curve_to(
            (a as f64, -b as f64),
            (c as f64, -d as f64),
            (x as f64, -y as f64),
        )
    }
    fn close(&mut self) {
        self.0.close_path()
    }
}
impl Face {
    /// A face from a WOFF2 file; none when it is not one.
    pub fn load(woff2: &[u8]) -> Option<Face> {
        let data: &'static [u8] = Vec::leak(wuff::decompress_woff2(woff2).ok()?);
        let font = FontRef::new(data).ok()?;
        let upem = font
            .metrics(Size::unscaled(), LocationRef::default())
            .units_per_em as f64;
        Some(Face {
            hb: harfrust::Font::new(data.to_vec(), 0)?,
            data,
            upem,
        })
    }
    pub fn has(&self, c: char) -> bool {
        FontRef::new(self.data).is_ok_and(|font| font.charmap().map(c).is_some())
    }
    /// glyph outlines placed on a baseline (or down a column), plus the advance
    pub fn shape(&self, s: &str, px: f64, vertical: bool) -> (Vec<BezPath>, f64) {
        let sf = harfrust::ShaperFont::new(&self.hb);
        let mut b = harfrust::Buffer::new();
        b.push_str(s);
        b.guess_segment_properties();
        b.set_direction(if vertical {
            harfrust::Direction::TopToBottom
        } else {
            harfrust::Direction::LeftToRight
        });
        if harfrust::shape(&sf, &mut b, harfrust::ShapeOptions::new()).is_err() {
            return (Vec::new(), 0.0);
        }
        let k = px / self.upem;
        let Ok(f) = FontRef::new(self.data) else {
            return (Vec::new(), 0.0);
        };
        let o = f.outline_glyphs();
        let (mut x, mut y, mut out) = (0.0, 0.0, vec![]);
        for (i, q) in b.glyph_infos().iter().zip(b.glyph_positions()) {
            let mut bp = BezPath::new();
            if let Some(g) = o.get(GlyphId::new(i.glyph_id)) {
                let _ = g.draw(
                    DrawSettings::unhinted(Size::unscaled(), LocationRef::default()),
                    &mut Pen(&mut bp),
                );
            }
            let m = Affine::translate(((x + q.x_offset as f64) * k, -(y + q.y_offset as f64) * k))
                * Affine::scale(k);
            out.push(m * bp);
            x += q.x_advance as f64;
            y += q.y_advance as f64;
        }
        (out, if vertical { -y * k } else { x * k })
    }
}
pub struct Block {
    pub glyphs: Vec<BezPath>,
    pub corners: Vec<(f64, f64)>,
} // centred on 0,0
fn nobreak_start(c: char) -> bool {
    "、。，．！？!?…」』）)】》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ：；”’~〜".contains(c)
}
fn nobreak_end(c: char) -> bool {
    "「『（(【《“‘".contains(c)
}
/// minimum-raggedness wrap into n lines by dynamic programming over unit widths; middle lines may be longer (lens shape)
fn wrap(
    units: &[(String, f64)],
    sp: f64,
    n: usize,
    ok: &dyn Fn(usize) -> f64,
) -> Option<(Vec<(usize, usize)>, f64)> {
    let m = units.len();
    let total: f64 = units.iter().map(|u| u.1).sum::<f64>() + sp * (m as f64 - 1.0);
    let prof: Vec<f64> = (0..n)
        .map(|i| {
            let t = (i as f64 + 0.5) / n as f64 * 2.0 - 1.0;
            1.0 - 0.38 * t * t
        })
        .collect();
    let sum: f64 = prof.iter().sum();
    let inf = 1e18;
    let mut best = vec![vec![(inf, 0usize); m + 1]; n + 1];
    best[0][0].0 = 0.0;
    for l in 0..n {
        for a in 0..m {
            if best[l][a].0 >= inf {
                continue;
            }
            let mut wd = 0.0;
            for e in a + 1..=m {
                wd += units[e - 1].1 + if e > a + 1 { sp } else { 0.0 };
                let pen = if e < m { ok(e) } else { 0.0 };
                if pen > 1e8 {
                    continue;
                }
                let d = wd - total * prof[l] / sum;
                let c = best[l][a].0 + d * d + pen * pen;
                if c < best[l + 1][e].0 {
                    best[l + 1][e] = (c, a)
                }
            }
        }
    }
    if best[n][m].0 >= inf {
        return None;
    }
    let (mut e, mut v) = (m, vec![]);
    for l in (1..=n).rev() {
        let a = best[l][e].1;
        v.push((a, e));
        e = a
    }
    v.reverse();
    Some((v, best[n][m].0.sqrt()))
}
pub fn cjk(s: &str) -> bool {
    s.chars().any(|c| c as u32 >= 0x2E80)
}
/// Try all line counts; choose the one whose bounding lens is nearest the wanted aspect.
pub fn layout(f: &Voice, s: &str, px: f64, vertical: bool, aspect: f64) -> Block {
    let is_cjk = cjk(s);
    let lead = if is_cjk { 1.18 } else { 1.06 } * px;
    let words: Vec<String> = if is_cjk {
        s.chars().map(|c| c.to_string()).collect()
    } else {
        s.split_whitespace().map(str::to_string).collect()
    };
    let units: Vec<(String, f64)> = words
        .iter()
        .map(|w| {
            let a = f.shape(w, px, vertical).1;
            (w.clone(), a)
        })
        .collect();
    let sp = if is_cjk { 0.0 } else { f.shape(" ", px, false).1 };
    // phrase boundaries (BudouX): a column should not end inside a phrase
    let mut phrase = vec![false; units.len() + 1];
    let ja = s.chars().any(|c| ('\u{3040}'..='\u{30ff}').contains(&c));
    if is_cjk {
        let md = if ja {
            budoux::models::default_japanese_model()
        } else {
            budoux::models::default_simplified_chinese_model()
        };
        let mut i = 0;
        for q in budoux::parse(md, s) {
            i += q.chars().count();
            phrase[i.min(units.len())] = true
        }
    }
    let ok = |e: usize| {
        if !is_cjk {
            let w = &units[e - 1].0;
            if w.ends_with(['.', ',', '!', '?']) {
                0.0
            } else {
                px * 0.5
            }
        } else {
            let (a, b) = (
                units[e - 1].0.chars().next().unwrap_or(' '),
                units[e].0.chars().next().unwrap_or(' '),
            );
            if nobreak_start(b) || nobreak_end(a) {
                1e9
            } else if "。，！？…、；：".contains(a) {
                0.0
            } else if phrase[e] {
                px * if ja { 0.7 } else { 2.4 }
            } else {
                px * 4.0
            }
        }
    };
    let mut best: Option<(f64, Vec<(usize, usize)>)> = None;
    for n in 1..=units.len().min(9) {
        if let Some((v, rag)) = wrap(&units, sp, n, &ok) {
            let long = v
                .iter()
                .map(|&(a, e)| units[a..e].iter().map(|u| u.1).sum::<f64>() + sp * (e - a - 1) as f64)
                .fold(0.0, f64::max);
            let (w, h) = if vertical {
                (lead * n as f64, long)
            } else {
                (long, lead * n as f64)
            };
            let c = ((w / h / aspect).ln()).abs() * 2.0 + rag / long * if is_cjk { 1.8 } else { 0.8 };
            if best.as_ref().is_none_or(|b| c < b.0) {
                best = Some((c, v))
            }
        }
    }
    let Some((_, lines)) = best else {
        return Block {
            glyphs: Vec::new(),
            corners: Vec::new(),
        };
    };
    let n = lines.len() as f64;
    let mut g = vec![];
    let mut co = vec![];
    for (i, &(a, e)) in lines.iter().enumerate() {
        let t = units[a..e]
            .iter()
            .map(|u| u.0.as_str())
            .collect::<Vec<_>>()
            .join(if is_cjk { "" } else { " " });
        let (gl, adv) = f.shape(&t, px, vertical);
        let k = i as f64 - (n - 1.0) / 2.0;
        let max = lines
            .iter()
            .map(|&(a, e)| units[a..e].iter().map(|u| u.1).sum::<f64>())
            .fold(0.0, f64::max);
        let (x, y) = if vertical {
            (-k * lead, -max / 2.0)
        } else {
            (-adv / 2.0, k * lead + px * 0.36)
        };
        for q in gl {
            g.push(Affine::translate((x, y)) * q)
        }
        if vertical {
            for sx in [-0.5, 0.5] {
                co.push((x + sx * px, y));
                co.push((x + sx * px, y + adv))
            }
        } else {
            for sx in [-0.5, 0.5] {
                co.push((sx * adv, k * lead - px * 0.5));
                co.push((sx * adv, k * lead + px * 0.5))
            }
        }
    }
    Block {
        glyphs: g,
        corners: co,
    }
}
pub fn bounds(g: &[BezPath]) -> kurbo::Rect {
    g.iter()
        .filter(|b| !b.is_empty())
        .map(|b| b.bounding_box())
        .reduce(|a, b| a.union(b))
        .unwrap_or_default()
}
