//! Accounts, as the operator makes and mends them at the machine itself.

mod canonical_addresses;
mod canonical_phones;
mod create;
mod recover_admin;

pub use canonical_addresses::{AddressCollision, address_collisions, canonicalise_addresses_if_due};
pub use canonical_phones::canonicalise_phones_if_due;
pub use create::{NewMembership, NewPerson, create};
pub use recover_admin::{Recovered, recover_admin};

use crate::{Actor, Context, Error};

/// No page leads here.
fn require_operator(ctx: &Context) -> Result<(), Error> {
    if ctx.actor == Actor::Operator { Ok(()) } else { Err(Error::Forbidden) }
}
