//! User Settings: one account, all its workspaces.

mod profile;

pub(crate) use profile::ProfilePage;
#[cfg(feature = "ssr")]
pub(crate) use profile::profile_form;
