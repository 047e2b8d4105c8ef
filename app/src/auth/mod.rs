//! Signing in and out, the first run, choosing a password.

mod choose_password;
mod confirm;
mod email;
mod factor;
mod frame;
mod link;
mod passkey;
mod provider;
mod recover;
mod replace;
mod setup;
mod sign_in;
mod verify_email;

pub(crate) use choose_password::ChoosePassword;
pub(crate) use confirm::Confirm;
pub(crate) use email::{ChangeEmail, UndoEmail};
pub(crate) use factor::SignInFactor;
pub(crate) use frame::AuthFrame;
use frame::BackToSignIn;
pub(crate) use passkey::PasskeyButton;
pub(crate) use provider::{FindProvider, ProviderFailed};
pub(crate) use recover::{AskRecovery, Recover};
pub(crate) use setup::SetUp;
pub(crate) use sign_in::SignIn;
pub(crate) use verify_email::VerifyEmail;

#[cfg(feature = "ssr")]
pub(crate) use {
    choose_password::choose_password_form,
    confirm::confirm_form,
    email::{change_email_form, undo_email_form},
    factor::factor_form,
    provider::{at_provider, find_provider_form},
    recover::{ask_recovery_form, recover_form},
    setup::setup_form,
    sign_in::{sign_in_form, sign_out_form},
    verify_email::verify_email_form,
};
