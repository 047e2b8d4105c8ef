//! Every pair of colours that meets on a page can be told apart, in all eight themes (WCAG 2.2, 1.4.3 and 1.4.11).

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use lightningcss::{traits::Parse, values::color::CssColor};

const TEXT: f64 = 4.5;
const CONTROL: f64 = 3.0;

const PAGES: &[&str] = &["surface", "raised", "sunken", "hover", "accent-soft"];
const PLAIN: &[&str] = &["surface", "raised", "sunken"];

/// What lies on what, and how far apart they have to be.
const PAIRS: &[(&[&str], &[&str], f64)] = &[
    (&["text", "muted", "link"], PAGES, TEXT),
    (&["danger-text", "warn-text", "ok-text"], PLAIN, TEXT),
    (&["text", "danger-text"], &["danger-soft", "hover"], TEXT),
    (&["text", "warn-text"], &["warn-soft"], TEXT),
    (&["text", "ok-text"], &["ok-soft"], TEXT),
    (&["on-accent"], &["accent", "accent-hover"], TEXT),
    (&["on-accent-soft"], &["accent-soft"], TEXT),
    (&["on-danger"], &["danger"], TEXT),
    (&["focus"], PAGES, CONTROL),
    (&["accent"], PLAIN, CONTROL),
    (&["control", "danger"], &["surface", "raised"], CONTROL),
];

type Theme = BTreeMap<String, CssColor>;

#[test]
fn every_pair_that_meets_can_be_told_apart() {
    let mut faint = Vec::new();
    for (name, theme) in themes() {
        for (fronts, backs, least) in PAIRS {
            for (front, back) in fronts.iter().flat_map(|f| backs.iter().map(move |b| (*f, *b))) {
                let found = contrast(&theme[front], &theme[back]);
                if found < *least {
                    faint.push(format!("{name}: {front} on {back} is {found:.2}, not {least}"));
                }
            }
        }
    }
    assert!(faint.is_empty(), "{faint:#?}");
}

#[test]
fn there_are_eight_themes_with_the_same_roles() {
    let themes = themes();
    assert_eq!(themes.len(), 8);
    let roles = fs::read_to_string(style().join("themes/roles.css")).unwrap();
    for (name, theme) in &themes {
        assert!(roles.contains(&format!("[data-theme=\"{name}\"]")), "roles.css does not know {name}");
        for role in roles.lines().filter_map(|l| l.split_once(": light-dark(")).map(|(role, _)| role.trim()) {
            assert!(theme.contains_key(role.trim_start_matches("--")), "{name} has no {role}");
        }
    }
}

#[test]
fn initials_are_readable_on_all_twelve_avatars() {
    let css = fs::read_to_string(style().join("themes/avatars.css")).unwrap();
    let hues: Vec<_> =
        css.lines().filter_map(|l| l.split_once("{ --hue: ")?.1.split_once(';')).map(|(hue, _)| hue).collect();
    assert_eq!(hues.len(), 12);
    for hue in hues {
        let [back, ink] = ["--avatar:", "--on-avatar:"].map(|name| {
            let value = css.lines().find_map(|l| l.trim().strip_prefix(name)).unwrap();
            colour(&value.trim().trim_end_matches(';').replace("var(--hue, 265)", hue))
        });
        let (CssColor::LightDark(day, night), CssColor::LightDark(day_ink, night_ink)) = (back, ink) else {
            panic!("avatars have a day and a night")
        };
        assert!(contrast(&day, &day_ink) >= TEXT && contrast(&night, &night_ink) >= TEXT, "hue {hue}");
    }
}

#[test]
fn only_themes_name_colours() {
    for file in css_files(&style()).into_iter().filter(|file| !file.starts_with(style().join("themes"))) {
        let css = fs::read_to_string(&file).unwrap();
        for word in ["#", "rgb(", "hsl(", "oklch(", "oklab("] {
            assert!(!css.contains(word), "{} names a colour with {word}", file.display());
        }
    }
}

/// The themes by id, each with its roles: `--day-surface` and `--night-surface` are both `surface` here.
fn themes() -> BTreeMap<String, Theme> {
    css_files(&style().join("themes"))
        .into_iter()
        .map(|file| {
            (file.file_stem().unwrap().to_string_lossy().into_owned(), roles(&fs::read_to_string(file).unwrap()))
        })
        .filter(|(_, theme)| !theme.is_empty())
        .collect()
}

fn roles(css: &str) -> Theme {
    css.lines()
        .filter_map(|line| {
            let line = line.trim();
            let (role, value) = line.strip_prefix("--day-").or(line.strip_prefix("--night-"))?.split_once(':')?;
            Some((role.to_owned(), colour(value.trim().trim_end_matches(';'))))
        })
        .collect()
}

fn colour(css: &str) -> CssColor {
    CssColor::parse_string(css).unwrap_or_else(|error| panic!("{css}: {error}"))
}

/// The ratio of WCAG 2: from 1, the same, to 21, black on white.
fn contrast(a: &CssColor, b: &CssColor) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: &CssColor) -> f64 {
    let Ok(CssColor::RGBA(rgba)) = colour.to_rgb() else { panic!("{colour:?} is not a plain colour") };
    let linear = |channel: u8| match f64::from(channel) / 255.0 {
        c if c <= 0.04045 => c / 12.92,
        c => ((c + 0.055) / 1.055).powf(2.4),
    };
    0.2126 * linear(rgba.red) + 0.7152 * linear(rgba.green) + 0.0722 * linear(rgba.blue)
}

fn css_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { css_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|e| e == "css"))
        .collect()
}

fn style() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../style")
}
