//! What an import's file says of someone who has gone.

use super::task::Task;
use crate::db::{Tx, query};
use crate::{Error, keys};
use model::ids::JobId;
use uuid::Uuid;

/// Takes someone out of the rows that imports keep to show their columns by, and their name off those that they
/// uploaded. The parts themselves are [`crate::queue::erase_account`]'s.
pub(crate) async fn erase_account(tx: &mut Tx, email_key: &str, name: &str) -> Result<(), Error> {
    let imports: Vec<(Uuid, String)> = query("SELECT id, task FROM jobs WHERE kind = 'import'").all(tx).await?;
    for (id, text) in imports {
        // What can't be read is logged, keeps nobody from leaving, and goes with its import.
        let Ok(mut task) = Task::read(&text) else { continue };
        let samples = task.samples.len();
        task.samples.retain(|cells| cells.iter().all(|cell| keys::email(cell.trim()) != email_key));
        let is_theirs = !name.is_empty() && task.by == name;
        if is_theirs {
            task.by = String::new();
        }
        if is_theirs || task.samples.len() < samples {
            query("UPDATE jobs SET task = $2 WHERE id = $1").bind(JobId(id)).bind(task.written()?).run(tx).await?;
        }
    }
    Ok(())
}
