//! Passwords: judged, hashed, generated.

mod breached;
mod generate;
mod hash;
mod memory;
mod policy;
mod pool;

pub use breached::Breached;
pub use generate::generate;
pub use hash::{Cost, Hasher, HasherError};
pub use policy::{Judge, Strength};
