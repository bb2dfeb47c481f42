//! What is on the paper: colour, bleed, slices.

use super::*;

#[test]
fn colour_on_a_page_makes_all_of_it_colour_and_changes_nothing_else() {
    let script = script(4, ReadingDirection::Rtl);
    let page = |seeds: [u64; 4]| {
        let art: Vec<PanelArt> = seeds.map(|seed| PanelArt::Drawn { seed }).into();
        decode(&files(&script, &art, BookFormat::Png).unwrap()[1])
    };
    let (grey, mixed) = (page([60, 90, 120, 150]), page([60, 90, 256, 150]));
    assert!(!grey.color().has_color() && mixed.color().has_color());
    let cells = &lay_out(&script, A5)[0].cells;
    for (index, cell) in cells.iter().enumerate() {
        let (left, top, right, bottom) = cell.bounds();
        let (x, y) = (
            f64::midpoint(left, right) as u32,
            f64::midpoint(top, bottom) as u32,
        );
        let wanted = if index == 2 {
            [250, 0, 0]
        } else {
            grey.to_rgb8().get_pixel(x, y).0
        };
        assert_eq!(mixed.to_rgb8().get_pixel(x, y).0, wanted, "panel {}", index + 1);
    }
}

#[test]
fn words_are_never_cut_off_with_the_bleed() {
    let mut script = script(5, ReadingDirection::Rtl);
    script.panels[0].role = mangakai_script::Role::Impact;
    script.panels[0].importance = 6;
    script.panels[0].dialogue.clear();
    let page = &lay_out(&script, A5)[0];
    assert!(page.cells[0].bleeds, "{page:?}");
    // The left and the right side of the panel, at the edge of the paper; words are placed by the picture's width.
    let sides = |bubbles: &dyn Fn(f64) -> Vec<crate::Area>| {
        let artist =
            |script: &Script, number: u32, size: Size, margins: crate::Margins, scale: f64, seed: u64| {
                let mut picture = plain(script, number, size, margins, scale, seed)?;
                picture.facts.bubbles = bubbles(f64::from(size.width));
                Ok(picture)
            };
        let files = bind_with(&script, &drawn(5), BookFormat::Png, &options(), &artist).unwrap();
        let page = decode(&files[1]).to_luma8();
        [3, page.width() - 4].map(|x| page.get_pixel(x, 400).0[0])
    };
    let right = |width: f64| [width - 200.0, 400.0, width - 20.0, 500.0];
    let left = [20.0, 400.0, 200.0, 500.0];
    assert_eq!(
        sides(&|_| vec![]),
        [128, 128],
        "nothing to lose: it runs off the paper"
    );
    assert_eq!(sides(&|_| vec![[400.0, 400.0, 500.0, 500.0]]), [128, 128]);
    assert_eq!(
        sides(&|width| vec![right(width)]),
        [128, 255],
        "words near the right edge"
    );
    assert_eq!(sides(&|width| vec![left, right(width)]), [255, 255]);
}

#[test]
fn slices_are_small_enough_for_platforms_whatever_is_in_them() {
    // Noise does not compress.
    let noise = |_: &Script, _: u32, Size { width, height }: Size, _: crate::Margins, _: f64, seed: u64| {
        let mut state = seed | 1;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        };
        Ok(Picture {
            width,
            height,
            colour: true,
            pixels: (0..width as usize * height as usize * 3)
                .map(|_| next())
                .collect(),
            facts: DrawnFacts::default(),
        })
    };
    let mut script = script(3, ReadingDirection::Rtl);
    for panel in &mut script.panels {
        panel.importance = 6;
        panel.dialogue = vec![panel.dialogue[0].clone(); 3];
    }
    let slices = bind_with(&script, &drawn(3), BookFormat::Webtoon, &options(), &noise).unwrap();
    for (number, slice) in (1..).zip(&slices) {
        assert_eq!(slice.name, format!("slice-{number:03}.png"));
        assert!(slice.bytes.len() <= 2_000_000, "{}", slice.bytes.len());
        let picture = decode(slice);
        assert!(picture.width() == 800 && picture.height() <= 1280);
    }
    assert!(slices.len() > 3, "{} slices", slices.len());
    let plain = files(&script, &drawn(3), BookFormat::Webtoon).unwrap();
    assert_eq!(plain.len(), 3);
}
