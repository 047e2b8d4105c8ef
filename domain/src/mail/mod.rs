//! Mails: queued in the outbox by the transaction that causes them, delivered by a worker, whatever fails in between.

mod deliver;
mod deliveries;
mod email;
mod link_life;
mod mailer;
mod notify;
mod outbox;
mod own_mailbox;
mod priority;
mod retention;

pub use deliver::deliver_due;
pub use deliveries::Deliveries;
pub use email::{Email, Rendered};
pub use mailer::{Mailer, MailerError};
pub(crate) use notify::{is_muted, muted, notify_all};
pub(crate) use outbox::PURPOSE as LINK_PURPOSE;
pub use outbox::{
    Envelope, delivery, enqueue_for, name_of, open_link, queue, send_from_member, withdraw, write_within,
};
pub(crate) use outbox::{queue_all, withdraw_all};
pub(crate) use own_mailbox::{OwnMail, carry_by, own_mailbox, settle_unknown};
pub(crate) use retention::{erase_account, erase_accounts, erase_workspace, sweep};
