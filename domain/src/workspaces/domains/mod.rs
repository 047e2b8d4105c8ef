//! E-mail domains that are a workspace's own: whoever has an address there may join without an invitation.

mod add;
mod auto_join;
mod join;
mod list;
mod remove;
mod verify;

pub use add::add;
pub use auto_join::set_auto_join;
pub(crate) use join::join_in;
pub use join::{Joinable, join, joinable};
pub use list::{Listed, list};
pub use remove::remove;
pub use verify::verify;

use crate::db::{Tx, query};
use crate::{Error, Membership};
use model::ids::DomainId;

/// The name under the domain whose TXT record has the proof.
pub const RECORD: &str = "_roster";
/// Where its web server has the proof.
pub const FILE: &str = "/.well-known/roster.txt";

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: uuid::Uuid,
    domain: String,
    proof: String,
    auto_join: bool,
    verified_at: Option<i64>,
}

const COLUMNS: &str = "id, domain, proof, auto_join, verified_at";

/// A domain of the acting membership's workspace; any other is not there.
async fn find(tx: &mut Tx, membership: &Membership, id: DomainId) -> Result<Row, Error> {
    let row: Option<Row> =
        query(format!("SELECT {COLUMNS} FROM workspace_domains WHERE id = $1 AND workspace_id = $2"))
            .bind(id)
            .bind(membership.workspace)
            .optional(tx)
            .await?;
    row.ok_or(Error::NotFound)
}
