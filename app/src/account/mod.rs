//! User Settings: one account, all its workspaces.

mod picture;
mod themes;

#[cfg(feature = "ssr")]
pub(crate) mod dev;
#[cfg(feature = "ssr")]
mod frame;
#[cfg(feature = "ssr")]
mod lab;
#[cfg(feature = "ssr")]
mod notices;
#[cfg(feature = "ssr")]
mod profile;
#[cfg(feature = "ssr")]
mod profile_form;
#[cfg(feature = "ssr")]
mod security;
#[cfg(feature = "ssr")]
mod zone;

#[cfg(feature = "hydrate")]
pub(crate) use picture::open_picture_card;
#[cfg(feature = "ssr")]
pub(crate) use {
    dev::{CallsPage, NewTokenPage, TokenPage, TokensPage, new_token_form, token_form},
    frame::Frame,
    lab::{LabPage, lab_form},
    notices::notices_form,
    profile::ProfilePage,
    profile_form::profile_form,
    security::{
        CodesPage, DeleteAccount, FactorPage, NewPasskey, PasskeyPage, SecurityPage, add_passkey_form, codes_form,
        delete_form, factor_form, passkey_form, security_form,
    },
};

#[cfg(feature = "hydrate")]
pub(crate) fn listen() {
    picture::listen();
    themes::listen();
}
