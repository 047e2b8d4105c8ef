//! One-time links, session cookies, and how they rest.

mod key_ring;
mod token;

pub use key_ring::SecretKey;
pub use token::Token;
