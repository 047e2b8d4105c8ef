//! A password control, the hint of how strong what is typed in it is, and whose it is.

mod field;
mod strength;
mod username;

pub(crate) use field::PasswordField;
pub(crate) use username::Username;
