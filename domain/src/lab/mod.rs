//! The Lab: whether a feature that is still tested is on for someone, who decides that, and what turns it off
//! (docs/lab.md, docs/adr/0027-lab.md).

mod choose;
mod evaluate;
mod evaluate_for;
mod guard;
mod news;
mod page;
mod passkeys;
mod past;
mod policy;
mod requests;
mod retention;
mod switch;

pub use choose::{set_previews, turn_all_off, turn_off, turn_on};
pub(crate) use evaluate::page_features;
pub use evaluate::{PageFeatures, evaluate, evaluate_all, require};
pub use evaluate_for::evaluate_for;
pub use guard::guard;
pub use news::dismiss;
pub use page::lab;
pub use passkeys::passkeys_suffice;
pub(crate) use passkeys::{drop_without_passkeys, suffice_without};
pub use past::tell_of_past;
pub use policy::{policies, set_policy};
pub use requests::flush;
pub(crate) use retention::{erase_account, erase_workspace, sweep};
pub use switch::{FeatureStatus, disable, enable, statuses};
