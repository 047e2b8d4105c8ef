//! What the machine says of this process.

use anyhow::Context as _;

/// Memory now and at its peak, of Linux's `/proc`. What PostgreSQL needs is not in it.
pub fn memory() -> anyhow::Result<String> {
    let status = std::fs::read_to_string("/proc/self/status").context("memory is only known on Linux")?;
    let megabytes = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        let kilobytes: u64 = line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or_default();
        kilobytes / 1024
    };
    Ok(format!("Memory: {} MB, at its peak {} MB.", megabytes("VmRSS:"), megabytes("VmHWM:")))
}
