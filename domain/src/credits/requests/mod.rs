//! Requests for credits: a member asks, whoever may give credits decides, and the member is told.

mod create;
mod decide;
mod list;

pub use create::create;
pub use decide::decide;
pub use list::{CreditRequest, list, pending};
