//! How long a story takes, for the table of the slowest that `bin/test` prints.

use std::fs::OpenOptions;
use std::io::Write;
use std::time::Instant;

/// Adds a line, seconds and the story's name, to the file that `ROSTER_TEST_TIMES` names, when it is dropped.
pub struct Timer {
    story: String,
    begun: Instant,
}

impl Timer {
    /// The test harness names the thread after the test.
    #[expect(clippy::disallowed_methods, reason = "how long a story takes is no behaviour")]
    pub fn start() -> Self {
        let thread = std::thread::current();
        Self { story: thread.name().unwrap_or("?").to_owned(), begun: Instant::now() }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        let Some(path) = std::env::var_os("ROSTER_TEST_TIMES") else { return };
        let line = format!("{:.1} {}\n", self.begun.elapsed().as_secs_f64(), self.story);
        let file = OpenOptions::new().create(true).append(true).open(path);
        if let Ok(mut file) = file {
            let _ = file.write_all(line.as_bytes());
        }
    }
}
