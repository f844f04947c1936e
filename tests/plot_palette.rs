//! The colours: equal in the charts and on the page, and readable in both themes.

use plotters::style::RGBColor;
use quantscope::plot::{DARK, LIGHT, Palette, contrast};

const TOKENS: &str = include_str!("../page/tokens.css");

/// The custom properties of the block that follows `selector`.
fn block(selector: &str) -> Vec<(String, String)> {
    let start = TOKENS
        .find(&format!("{selector} {{"))
        .unwrap_or_else(|| panic!("tokens.css has no block {selector}"));
    let body = &TOKENS[start + selector.len() + 2..];
    let body = &body[..body.find('}').expect("the block ends")];
    body.split(';')
        .filter_map(|line| line.trim().split_once(": "))
        .filter(|(name, _)| name.starts_with("--"))
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect()
}

fn css(palette: &Palette) -> Vec<(String, String)> {
    palette
        .tokens()
        .iter()
        .map(|(name, RGBColor(r, g, b))| (name.to_string(), format!("#{r:02x}{g:02x}{b:02x}")))
        .collect()
}

#[test]
fn the_style_sheet_agrees() {
    assert_eq!(block(":root"), css(&LIGHT));
    assert_eq!(block(":root:not([data-theme=\"light\"])"), css(&DARK));
    assert_eq!(block(":root[data-theme=\"dark\"]"), css(&DARK));
    let media = TOKENS.find("@media (prefers-color-scheme: dark)");
    let inside = TOKENS.find(":root:not([data-theme=\"light\"])");
    assert!(media.is_some() && media < inside);
}

#[test]
fn words_and_lines_stand_out() {
    for palette in [&LIGHT, &DARK] {
        for (name, color) in palette.tokens() {
            let least = match name {
                "--paper" | "--wash" | "--rule" => continue,
                "--ink" | "--soft" => 4.5,
                name if name.ends_with("-text") => 4.5,
                _ => 3.0,
            };
            let found = contrast(color, palette.paper);
            assert!(
                found >= least,
                "{name} has {found:.2} on paper, needs {least}"
            );
            if least == 4.5 {
                let found = contrast(color, palette.wash);
                assert!(
                    found >= least,
                    "{name} has {found:.2} on wash, needs {least}"
                );
            }
        }
    }
    let black_on_white = contrast(RGBColor(0, 0, 0), RGBColor(255, 255, 255));
    assert!((black_on_white - 21.0).abs() < 1e-9);
}
