//! Accounts, as the operator makes and mends them at the machine itself.

mod canonical_addresses;
mod canonical_phones;
mod create;
mod recover_admin;

pub use canonical_addresses::{AddressCollision, address_collisions, canonicalise_addresses_if_due};
pub use canonical_phones::canonicalise_phones_if_due;
pub use create::{NewMembership, NewPerson, create};
pub use recover_admin::{Recovered, recover_admin};
