//! The styles' part: one style sheet out of `style/main.css` and what it imports.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, ensure};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions};
use lightningcss::targets::{Browsers, Targets};

use crate::progress::{kilobytes, step};
use crate::settings::{Mode, Settings};
use crate::{compress, files, part};

pub(crate) fn part(settings: &Settings) -> Result<PathBuf> {
    let main = settings.style_file();
    let mut key = part::Key::new(settings)?;
    key.add(settings.leptos.browserquery.as_bytes());
    key.add_folder(main.parent().context("the style file is in no folder")?)?;
    part::build(settings, "style", key, |folder| make(settings, &main, folder))
}

fn make(settings: &Settings, main: &Path, folder: &Path) -> Result<()> {
    step("style", || {
        let css = bundle(settings, main)?;
        let name = settings.hashed(&files::hash(css.as_bytes()), "css");
        files::write(&folder.join(name), css.as_bytes())?;
        Ok(kilobytes(css.len()))
    })?;
    compress::folder(settings.mode, folder)
}

fn bundle(settings: &Settings, main: &Path) -> Result<String> {
    let targets = Targets::from(browsers(&settings.leptos.browserquery)?);
    let provider = FileProvider::new();
    let mut sheet =
        Bundler::new(&provider, None, ParserOptions::default()).bundle(main).map_err(|problem| anyhow!("{problem}"))?;
    sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).map_err(|problem| anyhow!("{problem}"))?;
    let printed =
        sheet.to_css(PrinterOptions { minify: settings.mode == Mode::Release, targets, ..PrinterOptions::default() });
    Ok(printed.map_err(|problem| anyhow!("{problem}"))?.code)
}

/// Reads the little of browserslist's language that we need: `chrome >= 123, safari >= 17.5`.
fn browsers(query: &str) -> Result<Browsers> {
    let mut browsers = Browsers::default();
    for condition in query.split(',') {
        let unknown = || format!("browserquery: `{condition}` is not `browser >= version`");
        let (name, version) = condition.split_once(">=").with_context(unknown)?;
        let browser = match name.trim() {
            "chrome" => &mut browsers.chrome,
            "edge" => &mut browsers.edge,
            "firefox" => &mut browsers.firefox,
            "ios_saf" => &mut browsers.ios_saf,
            "safari" => &mut browsers.safari,
            _ => return Err(anyhow!(unknown())),
        };
        let (major, minor) = version.trim().split_once('.').unwrap_or((version.trim(), "0"));
        let (major, minor): (u32, u32) = (major.parse().with_context(unknown)?, minor.parse().with_context(unknown)?);
        ensure!(minor < 256, unknown());
        *browser = Some((major << 16) | (minor << 8));
    }
    Ok(browsers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_names_the_oldest_browsers() {
        let browsers = browsers("chrome >= 123, safari >= 17.5").unwrap();
        assert_eq!(browsers.chrome, Some(123 << 16));
        assert_eq!(browsers.safari, Some((17 << 16) | (5 << 8)));
        assert_eq!(browsers.firefox, None);
    }

    #[test]
    fn a_query_of_another_kind_is_refused() {
        assert!(browsers("defaults").is_err());
        assert!(browsers("netscape >= 4").is_err());
        assert!(browsers("chrome >= new").is_err());
    }
}
