//! Outlook Mail: invitations go out from the inviter's own mailbox.

mod deliver;

pub use deliver::deliver_due;
