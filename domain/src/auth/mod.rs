//! Signing in and out, sessions, and the password one must choose.

mod attempts;
mod change_password;
mod choose_password;
mod confirm;
pub(crate) mod credentials;
mod devices;
pub mod email;
mod end_session;
pub mod factors;
pub mod passkeys;
pub mod recovery;
mod retention;
mod session;
mod set_password;
mod sign_in;
mod sign_out;
mod throttle;
mod verify_email;

pub use attempts::{Attempt, attempts};
pub use change_password::change_password;
pub use choose_password::choose_password;
pub use confirm::confirm;
pub use credentials::{ActiveSession, SignInMethods};
pub(crate) use devices::begin_trusted;
pub use end_session::{end_other_sessions, end_session};
pub(crate) use retention::{erase_account, sweep};
pub use session::{AuthenticatedSession, Client, NewSession, begin, end_all, resume};
pub(crate) use set_password::{SetBy, set_password};
pub use sign_in::{Entry, SignedIn, sign_in};
pub use sign_out::sign_out;
pub use throttle::Limit;
pub(crate) use verify_email::new_hash;
pub use verify_email::{EmailVerification, email_verification, request_email_verification, verify_email};
