//! E-mailed, single-use, expiring offers to become a member (product rule 8).
//!
//! The link's token is 256 random bits. The database keeps its hash, and seals the link with the installation's key in
//! the outbox for as long as its mail has not gone out.

mod accept;
mod close;
mod entry;
mod inviter;
mod link;
mod list;
mod offer;
mod resend;
mod retention;
mod revoke;
mod send;
mod settle_delivery;
mod succession;

pub use accept::{accept, join};
pub(crate) use close::supersede_in;
pub(crate) use list::link_of;
pub use list::{Listed, list, show};
pub use offer::{Offered, offer};
pub use resend::{resend, resend_in};
pub(crate) use retention::{erase_account, erase_workspace, sweep};
pub(crate) use revoke::revoke_all_in;
pub use revoke::{revoke, revoke_in};
pub(crate) use send::send_many_in;
pub use send::{NewInvitation, send, send_in};
pub use settle_delivery::settle_delivery;
pub(crate) use succession::settle;
pub use succession::{OpenInvitations, open_invitations_of};
