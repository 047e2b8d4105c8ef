//! Pages of the list, measured.

use crate::place::{Place, SLUG};
use crate::stopwatch::{Stopwatch, Times};
use domain::users::{Listed, list};
use model::Error;
use model::page::Page;
use model::users::{MemberField, Sort, UsersQuery};

const WARM_UPS: usize = 3;
const RUNS: usize = 20;
/// Nobody waits longer for a benchmark: what is this slow is slow enough to be seen in a few runs.
const MAX_SECONDS: f64 = 4.0;

pub struct Measured {
    pub times: Times,
    pub rows: usize,
    pub total: Option<i64>,
    /// That one page costs.
    pub queries: u64,
}

pub async fn page(place: &Place, asked: &UsersQuery) -> Result<Page<Listed>, Error> {
    Ok(list(&place.ctx, SLUG, asked).await?.0)
}

pub async fn measure(place: &Place, asked: &UsersQuery) -> Result<Measured, Error> {
    let watch = Stopwatch::start();
    let before = place.ctx.roster.db.queries();
    let first = page(place, asked).await?;
    let queries = place.ctx.roster.db.queries() - before;
    for _ in 1..WARM_UPS {
        page(place, asked).await?;
    }
    let mut times = Times::default();
    for run in 0..RUNS {
        if run >= 5 && watch.seconds() > MAX_SECONDS {
            break;
        }
        let watch = Stopwatch::start();
        page(place, asked).await?;
        times.add(watch);
    }
    Ok(Measured { times, rows: first.items.len(), total: first.total, queries })
}

/// The same query from its page 1,000 on, or from its last full page; and the number of that page.
pub async fn far(place: &Place, asked: &UsersQuery) -> Result<(UsersQuery, usize), Error> {
    const FAR: usize = 999 * UsersQuery::SIZE as usize;
    let (mut gone, mut after) = (0, None);
    while gone < FAR {
        let size = (FAR - gone).min(UsersQuery::MAX_SIZE as usize);
        let step = UsersQuery { after: after.clone(), size: u32::try_from(size).ok(), ..asked.clone() };
        match page(place, &step).await?.next {
            Some(next) => after = Some(next),
            None => break,
        }
        gone += size;
    }
    Ok((UsersQuery { after, ..asked.clone() }, gone / UsersQuery::SIZE as usize + 1))
}

pub fn sorts() -> impl Iterator<Item = Sort> {
    let both = |key| [false, true].map(|descending| Sort { key, descending });
    MemberField::sortable().flat_map(both)
}
