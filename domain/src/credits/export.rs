//! Entries for a file, newest first, a page at a time.

use super::entries::{Entry, page, require_readable};
use crate::{Context, Error};
use model::credits::EntryQuery;

/// Entries in one transaction. Fewer in the first, for the first byte.
const PAGE: u32 = 2_000;
const FIRST: u32 = 200;

/// A download under way.
#[derive(Debug)]
pub struct LedgerExport {
    ctx: Context,
    slug: String,
    /// Where the next page begins; none at the end.
    next: Option<EntryQuery>,
}

/// Begins a download of what [`super::entries`] shows.
pub async fn export(ctx: &Context, slug: &str, asked: &EntryQuery) -> Result<LedgerExport, Error> {
    let mut tx = ctx.read().await?;
    require_readable(&ctx.membership(&mut tx, slug).await?, asked)?;
    let next = Some(EntryQuery { before: None, ..asked.clone() });
    Ok(LedgerExport { ctx: ctx.clone(), slug: slug.to_owned(), next })
}

impl LedgerExport {
    /// The next entries; none at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<Entry>>, Error> {
        let Some(asked) = self.next.take() else { return Ok(None) };
        let mut tx = self.ctx.read().await?;
        self.ctx.require_session(&mut tx).await?;
        let membership = self.ctx.membership(&mut tx, &self.slug).await?;
        require_readable(&membership, &asked)?;
        let size = if asked.before.is_none() { FIRST } else { PAGE };
        let (entries, more) = page(&mut tx, &membership, &asked, size).await?;
        let last = entries.last().filter(|_| more).map(|entry| entry.n);
        self.next = last.map(|last| EntryQuery { before: Some(last), ..asked });
        Ok(Some(entries))
    }
}
