//! Mails: queued in the outbox by the transaction that causes them, delivered by a worker, whatever happens in between.

mod deliver;
mod deliveries;
mod letter;
mod link_life;
mod notify;
mod outbox;
mod postman;
mod priority;

pub use deliver::deliver_due;
pub use deliveries::Deliveries;
pub use letter::{Letter, Rendered};
pub(crate) use notify::{is_muted, muted, notify};
pub use outbox::{Envelope, delivery, name_of, open_link, queue, tell, withdraw, write_to};
pub use postman::{Postman, PostmanError};
