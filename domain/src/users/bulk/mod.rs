//! One action on many people: those chosen one by one, or all whom the list's filters find.

mod preview;
mod start;
mod step;

pub use preview::{Loss, Person, Preview, preview};
pub use start::start;
pub(crate) use step::step;

use crate::{Error, stored};
use model::ids::MemberId;
use model::permissions::Permission;
use model::users::{Action, UsersQuery};
use serde::{Deserialize, Serialize};

/// Whom it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// No more than [`model::users::MAX_CHOSEN`].
    These(Vec<MemberId>),
    /// All whom the query finds, as they are when the work begins.
    Matching(UsersQuery),
}

/// What a job of this kind has to do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Task {
    /// What is done to each of them.
    pub action: Action,
    asked: Option<UsersQuery>,
}

impl Task {
    /// Reads what was stored with the job when it was started.
    pub fn read(text: &str) -> Result<Self, Error> {
        stored::read(text, "the task of bulk work")
    }

    fn written(&self) -> Result<String, Error> {
        stored::written(self, "the task of bulk work")
    }
}

fn permission(action: Action) -> Permission {
    match action {
        Action::Remove => Permission::USERS_DELETE,
        Action::Resend => Permission::INVITATIONS_WRITE,
        _ => Permission::USERS_WRITE,
    }
}
