//! Who did what to whom, from where, before and after: one event per change, in the change's own transaction; sealed
//! into a chain of hashes soon after (docs/adr/0007-audit-chain.md).

mod link;
mod list;
mod publish;
mod record;
mod retain;
mod seal;
mod verify;

pub(crate) use list::by;
pub use list::{AuditEvent, events_about, recent};
pub use model::audit::Action;
pub use record::Event;
pub(crate) use record::{ROWS, record_all};
pub use retain::retain;
pub use seal::seal;
pub use verify::{Broken, Verified, Whole, verify};
