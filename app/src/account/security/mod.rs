//! `/settings/security`: the password, sessions, attempts to sign in, who has changed one's account, leaving for good.

mod changes;
mod codes;
mod email;
mod factor;
mod leaving;
mod page;
mod passkeys;
mod password;
mod providers;
mod required_by;
mod sessions;

#[cfg(feature = "ssr")]
mod forms;
#[cfg(feature = "ssr")]
mod qr;

pub(crate) use codes::CodesPage;
#[cfg(feature = "ssr")]
pub(crate) use codes::codes_form;
pub(crate) use factor::FactorPage;
#[cfg(feature = "ssr")]
pub(crate) use factor::factor_form;
#[cfg(feature = "ssr")]
pub(crate) use forms::{delete_form, security_form};
pub(crate) use leaving::DeleteAccount;
pub(crate) use page::SecurityPage;
pub(crate) use passkeys::{NewPasskey, PasskeyPage};
#[cfg(feature = "ssr")]
pub(crate) use passkeys::{add_passkey_form, passkey_form};
