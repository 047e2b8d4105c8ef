//! What the menus of rows and the templates that they are filled from agree on.

use model::ids::MemberId;

/// The template of all roles that can be given.
pub(super) const ROLES: &str = "person-roles";

/// Stands in addresses of a template for the person.
#[expect(clippy::default_trait_access, reason = "what an id is made of is the model's matter")]
pub(super) fn nobody() -> MemberId {
    MemberId(Default::default())
}
