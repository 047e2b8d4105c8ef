//! A password control, and the hint of how strong what is typed in it is.

mod field;
mod strength;

pub(crate) use field::PasswordField;
