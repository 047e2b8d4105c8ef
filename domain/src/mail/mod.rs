//! Mails: queued in the outbox by the transaction that causes them, delivered by a worker, whatever happens in between.

mod deliver;
mod letter;
mod outbox;
mod postman;

pub use deliver::deliver_due;
pub use letter::{Letter, Rendered};
pub use outbox::{Envelope, delivery, name_of, open_link, queue, tell, withdraw};
pub use postman::{Postman, PostmanError};
