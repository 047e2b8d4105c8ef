//! `/w/{slug}/settings/sign-in`: the workspace's own identity provider.

mod addresses;
mod claims;
mod fields;
mod groups;
mod page;
mod remove;
mod require;
mod serverfns;
mod test;

#[cfg(feature = "ssr")]
mod forms;

#[cfg(feature = "ssr")]
pub(crate) use forms::sign_in_settings_form;
pub(crate) use page::SignInSettings;
