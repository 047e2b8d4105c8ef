//! One line a step, so that whoever waits knows for what.

use std::time::Instant;

use anyhow::Result;

pub(crate) fn say(line: &str) {
    println!("site: {line}");
}

/// Does one step and says what it is, how long it took, and what it answers for people.
#[expect(clippy::disallowed_methods, reason = "times the build, decides nothing")]
pub(crate) fn step(name: &str, work: impl FnOnce() -> Result<String>) -> Result<()> {
    let start = Instant::now();
    let outcome = work()?;
    say(&format!("{name}: {outcome} ({:.1} s)", start.elapsed().as_secs_f64()));
    Ok(())
}

pub(crate) fn kilobytes(bytes: usize) -> String {
    format!("{} kB", bytes.div_ceil(1000))
}
