//! A file of leaked passwords that an operator has: lines of upper-case hexadecimal SHA-1 in ascending order, each
//! followed by `:count` or not, as Have I Been Pwned's downloader writes them. A line may hold the first characters of
//! a hash only.

use model::accounts::Password;
use sha1::{Digest, Sha1};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

/// No line is longer: 40 digits, a colon and a count.
const LINE: usize = 64;
/// The fewest digits that say anything.
const DIGITS: usize = 10;

/// Looked into, never read whole.
#[derive(Clone, Debug)]
pub struct Breached {
    file: Arc<File>,
    length: u64,
}

impl Breached {
    /// Opens the file and looks at its first line: an error where that is no SHA-1 hash.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let breached = Self { file: Arc::new(file), length };
        let first = breached.line_at(0)?.map(|(_, line)| line).unwrap_or_default();
        if length > 0 && (first.len() < DIGITS || !first.bytes().all(|digit| digit.is_ascii_hexdigit())) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "its lines are no SHA-1 hashes"));
        }
        Ok(breached)
    }

    /// Whether the password is in it: some twenty short reads for a million lines, thirty for a thousand million.
    pub(super) async fn holds(&self, password: &Password) -> io::Result<bool> {
        let digest = Sha1::digest(password.reveal());
        let hash = digest.iter().fold(String::new(), |hash, byte| hash + &format!("{byte:02X}"));
        let breached = self.clone();
        tokio::task::spawn_blocking(move || breached.find(&hash)).await?
    }

    /// Halves the bytes that it can be in until a line is left.
    fn find(&self, hash: &str) -> io::Result<bool> {
        let (mut low, mut high) = (0, self.length);
        while low < high {
            let middle = low + (high - low) / 2;
            let Some((after, line)) = self.line_at(middle)? else {
                high = middle;
                continue;
            };
            let known = hash.get(..line.len()).unwrap_or(hash);
            match known.cmp(&line) {
                std::cmp::Ordering::Equal => return Ok(true),
                std::cmp::Ordering::Greater => low = after,
                std::cmp::Ordering::Less => high = middle,
            }
        }
        Ok(false)
    }

    /// The first line that begins at this byte or later, and where the next one begins.
    fn line_at(&self, at: u64) -> io::Result<Option<(u64, String)>> {
        let from = at.saturating_sub(1);
        let mut buffer = [0; 2 * LINE];
        let read = self.file.read_at(&mut buffer, from)?;
        let bytes = &buffer[..read];
        // The line that the byte before is in has begun already.
        let start = if at == 0 { Some(0) } else { bytes.iter().position(|byte| *byte == b'\n').map(|end| end + 1) };
        let Some(start) = start.filter(|start| *start < read) else { return Ok(None) };
        let length = bytes[start..].iter().position(|byte| *byte == b'\n').unwrap_or(read - start);
        let line = String::from_utf8_lossy(&bytes[start..start + length]);
        let hash = line.split(':').next().unwrap_or_default().trim().to_ascii_uppercase();
        Ok(Some((from + (start + length + 1) as u64, hash)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Write;

    fn file(lines: &[String]) -> Breached {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(lines.concat().as_bytes()).unwrap();
        Breached::open(file.path()).unwrap()
    }

    proptest! {
        #[test]
        fn what_is_in_the_file_is_found_and_nothing_else(
            mut hashes in prop::collection::btree_set("[0-9A-F]{40}", 1..60),
            stranger in "[0-9A-F]{40}",
            counts in prop::collection::vec(0..100_000_u32, 60),
        ) {
            hashes.remove(&stranger);
            let lines: Vec<String> =
                hashes.iter().zip(counts).map(|(hash, count)| format!("{hash}:{count}\n")).collect();
            let breached = file(&lines);
            for hash in &hashes {
                prop_assert!(breached.find(hash).unwrap(), "{hash}");
            }
            prop_assert!(!breached.find(&stranger).unwrap());
        }
    }

    #[tokio::test]
    async fn a_password_is_found_by_its_hash_or_the_beginning_of_it() {
        // SHA-1 of "password1234".
        let whole = "E6B6AFBD6D76BB5D2041542D7D2E3FAC5BB05593";
        for line in [whole, &whole[..12]] {
            let breached = file(&["0000000000\n".into(), format!("{line}\n"), "FFFFFFFFFFFF\n".into()]);
            assert!(breached.holds(&Password::new("password1234")).await.unwrap(), "{line}");
            assert!(!breached.holds(&Password::new("password1235")).await.unwrap(), "{line}");
        }
        assert!(!file(&[]).holds(&Password::new("password1234")).await.unwrap());
        let mut other = tempfile::NamedTempFile::new().unwrap();
        other.write_all(b"hunter2\n").unwrap();
        assert!(Breached::open(other.path()).is_err());
    }
}
