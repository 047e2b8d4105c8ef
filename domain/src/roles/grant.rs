//! Giving a role: nobody grants what they don't hold (product rule 5).

use super::list::find;
use crate::db::Tx;
use crate::users::Grant;
use crate::{Error, Membership};
use model::Problem;
use model::users::RoleChoice;

/// The grant that a choice stands for, if it is this workspace's and the giver's to give; otherwise a problem at `role`.
pub async fn require_assignable(tx: &mut Tx, giver: &Membership, choice: RoleChoice) -> Result<Grant, Error> {
    let refused = |problem| Err(Error::at("role", problem));
    match choice {
        RoleChoice::SuperUser if giver.super_user => Ok(Grant::SuperUser),
        RoleChoice::SuperUser => refused(Problem::NotYoursToGive),
        RoleChoice::Role(id) => match find(tx, giver, id).await? {
            None => refused(Problem::NotAChoice),
            Some(role) if giver.permissions.covers(role.permissions) => Ok(Grant::Role(role)),
            Some(_) => refused(Problem::NotYoursToGive),
        },
    }
}
