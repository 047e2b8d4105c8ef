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
        let shown = task.samples.len() + task.head.len();
        let is_another = |cells: &[String]| cells.iter().all(|cell| keys::email(cell.trim()) != email_key);
        task.samples.retain(|cells| is_another(cells));
        task.head.retain(|row| is_another(&row.cells));
        let is_theirs = !name.is_empty() && task.by == name;
        if is_theirs {
            task.by = String::new();
        }
        if is_theirs || task.samples.len() + task.head.len() < shown {
            query("UPDATE jobs SET task = $2 WHERE id = $1").bind(JobId(id)).bind(task.written()?).run(tx).await?;
        }
    }
    Ok(())
}
