//! Compressed copies beside the files, for the server to send as they are.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context as _, Result, anyhow};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::files;
use crate::progress::{kilobytes, step};
use crate::settings::Mode;

/// Below it the headers of an answer weigh more than what is saved.
const WORTHWHILE: usize = 500;

/// Pictures and WOFF2 fonts are compressed already.
const COMPRESSIBLE: [&str; 12] =
    ["css", "html", "ico", "js", "json", "map", "otf", "svg", "ttf", "txt", "wasm", "webmanifest"];

/// Makes a `.br` and a `.gz` of every file below the folder that gets smaller by it. Not while developing: it takes
/// seconds.
pub(crate) fn folder(mode: Mode, folder: &Path) -> Result<()> {
    let files: Vec<PathBuf> = files::below(folder)?
        .into_iter()
        .map(|file| folder.join(file))
        .filter(|file| mode == Mode::Release && compressible(file))
        .collect();
    if files.is_empty() {
        return Ok(());
    }
    step("compression", || {
        let total = files.iter().map(|file| copies(file)).sum::<Result<usize>>()?;
        Ok(format!("{} in brotli", kilobytes(total)))
    })
}

fn compressible(file: &Path) -> bool {
    file.extension().and_then(|found| found.to_str()).is_some_and(|found| COMPRESSIBLE.contains(&found))
}

/// Answers the size of the brotli copy, or of the file where a copy is not worth it.
fn copies(file: &Path) -> Result<usize> {
    let content = files::read(file)?;
    if content.len() < WORTHWHILE {
        return Ok(content.len());
    }
    let (br, gz) = thread::scope(|scope| {
        let br = scope.spawn(|| brotli(&content));
        (br.join().map_err(|_| anyhow!("brotli panicked")), gzip(&content))
    });
    let (br, gz) = (br??, gz?);
    for (extension, copy) in [("br", &br), ("gz", &gz)] {
        if copy.len() < content.len() {
            files::write(&with_extension(file, extension)?, copy)?;
        }
    }
    Ok(br.len().min(content.len()))
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let params = BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: content.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut compressed, &params)?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

fn with_extension(file: &Path, extension: &str) -> Result<PathBuf> {
    let name = file.file_name().and_then(|name| name.to_str()).context("a file name that is not text")?;
    Ok(file.with_file_name(format!("{name}.{extension}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_made_where_it_is_smaller() {
        let folder = files::scratch("compress");
        let css = "p { color: red }\n".repeat(100);
        files::write(&folder.join("style.css"), css.as_bytes()).unwrap();
        files::write(&folder.join("small.css"), b"p { color: red }").unwrap();
        files::write(&folder.join("font.woff2"), css.as_bytes()).unwrap();

        super::folder(Mode::Release, &folder).unwrap();

        let names = ["font.woff2", "small.css", "style.css", "style.css.br", "style.css.gz"];
        assert_eq!(files::below(&folder).unwrap(), names.map(PathBuf::from));
        let mut unpacked = Vec::new();
        let br = files::read(&folder.join("style.css.br")).unwrap();
        brotli::BrotliDecompress(&mut &*br, &mut unpacked).unwrap();
        assert_eq!(unpacked, css.as_bytes());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn nothing_is_compressed_while_developing() {
        let folder = files::scratch("compress-dev");
        files::write(&folder.join("style.css"), &[b'p'; 2000]).unwrap();
        super::folder(Mode::Dev, &folder).unwrap();
        assert_eq!(files::below(&folder).unwrap().len(), 1);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
