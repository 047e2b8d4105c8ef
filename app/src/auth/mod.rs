//! Signing in and out, the first run, choosing a password.

mod choose_password;
mod frame;
mod setup;
mod sign_in;
mod strength;

pub(crate) use choose_password::ChoosePassword;
pub(crate) use frame::AuthFrame;
pub(crate) use setup::SetUp;
pub(crate) use sign_in::SignIn;
#[cfg(feature = "hydrate")]
pub(crate) use strength::password_strength;

#[cfg(feature = "ssr")]
pub(crate) use {
    choose_password::choose_password_form,
    setup::setup_form,
    sign_in::{sign_in_form, sign_out_form},
};
