//! Passwords: judged, hashed, generated.

mod generate;
mod hash;
mod policy;

pub use generate::generate;
pub use hash::{Cost, Hasher};
pub use policy::{Strength, judge, strength};
