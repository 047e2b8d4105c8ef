//! User Settings: one account, all its workspaces.

mod picture;
mod profile;
#[cfg(feature = "ssr")]
mod profile_form;
mod themes;
mod zone;

pub(crate) use profile::ProfilePage;
#[cfg(feature = "ssr")]
pub(crate) use profile_form::profile_form;
