//! Imports of very many people: some who are new, changes of those who are there, invitations, and all of it undone.

use crate::machine::Peak;
use crate::place::{Place, SLUG};
use crate::stopwatch::Stopwatch;
use crate::table::{Table, rate};
use domain::db::query;
use domain::users::import::{self, apply, map, parse_file, show, undo, upload};
use domain::{Context, worker};
use model::ids::JobId;
use model::imports::{Mapping, Reading};
use model::users::MemberField;
use model::wizard::AddMode;
use sheets::{Cell, Format, Writer};
use std::fs::File;
use std::path::Path;

/// What a file does to its people.
#[derive(Clone, Copy)]
enum Kind {
    Add,
    /// Those who are there get another number and a job title.
    Change,
    Invite,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Add => "additions",
            Self::Change => "changes",
            Self::Invite => "invitations",
        }
    }
}

/// From the upload of each file to its undo; of one alone that leaves nothing behind.
pub async fn imports(place: &Place, only: &str) -> anyhow::Result<Table> {
    const MAX_ROWS: u32 = 100_000;
    let mut table = Table::new(
        "Imports",
        &["file", "step", "rows", "seconds", "rows/s", "memory before", "at its peak", "queries a row"],
    );
    if !"import".contains(only) {
        return Ok(table);
    }
    for kind in [Kind::Add, Kind::Change, Kind::Invite] {
        import(place, &mut table, kind, MAX_ROWS).await?;
    }
    Ok(table)
}

async fn import(place: &Place, table: &mut Table, kind: Kind, most: u32) -> anyhow::Result<()> {
    let emails = match kind {
        Kind::Add => (0..place.members.min(most)).map(|n| format!("new.person{n}@import.example")).collect(),
        Kind::Change => there(place, most).await?,
        Kind::Invite => (0..place.members.min(most)).map(|n| format!("new.guest{n}@import.example")).collect(),
    };
    let rows = u32::try_from(emails.len())?;
    let file = tempfile::NamedTempFile::new()?;
    write(file.path(), kind, &emails)?;
    let ctx = &place.ctx;
    let step = Step::begin(ctx)?;
    let id = upload(ctx, SLUG, "people.csv", parse_file(file.path(), &Reading::default())?).await?;
    step.end(ctx, table, kind, "upload", rows)?;
    for name in ["plan", "apply", "undo"] {
        let step = Step::begin(ctx)?;
        match name {
            "plan" => map(ctx, SLUG, id, mapping(ctx, id, kind).await?).await?,
            "apply" => apply(ctx, SLUG, id).await?,
            _ => undo(ctx, SLUG, id).await?,
        }
        worker::work(ctx, Some(id)).await?;
        step.end(ctx, table, kind, name, rows)?;
        let end = show(ctx, SLUG, id, None, None).await?;
        let all = name == "plan" || (end.done == i64::from(rows) && end.failed == 0);
        anyhow::ensure!(all, "{name}: {} of {rows} done, {} not", end.done, end.failed);
    }
    Ok(())
}

/// Whom the workspace may change: its active members, but for those who hold everything.
async fn there(place: &Place, most: u32) -> anyhow::Result<Vec<String>> {
    let mut tx = place.ctx.read().await?;
    let emails: Vec<(String,)> = query(format!(
        "SELECT m.email FROM members m JOIN workspaces w ON w.id = m.workspace_id
         WHERE w.slug = $1 AND m.status = 'active' AND NOT m.super_user ORDER BY m.id LIMIT {most}"
    ))
    .bind(SLUG)
    .all(&mut tx)
    .await?;
    Ok(emails.into_iter().map(|(email,)| email).collect())
}

/// What one step takes.
struct Step {
    peak: Peak,
    queries: u64,
    watch: Stopwatch,
}

impl Step {
    fn begin(ctx: &Context) -> anyhow::Result<Self> {
        Ok(Self { peak: Peak::watch()?, queries: ctx.roster.db.queries(), watch: Stopwatch::start() })
    }

    fn end(self, ctx: &Context, table: &mut Table, kind: Kind, name: &str, rows: u32) -> anyhow::Result<()> {
        let (seconds, queries) = (self.watch.seconds(), ctx.roster.db.queries() - self.queries);
        let [before, highest] = self.peak.cells();
        let each = f64::from(u32::try_from(queries)?) / f64::from(rows);
        table.row(vec![
            kind.name().to_owned(),
            name.to_owned(),
            rows.to_string(),
            format!("{seconds:.1}"),
            rate(rows, seconds),
            before,
            highest,
            format!("{each:.2}"),
        ]);
        Ok(())
    }
}

/// As guessed, but for how people come.
async fn mapping(ctx: &Context, id: JobId, kind: Kind) -> anyhow::Result<Mapping> {
    let import::Import { task, .. } = show(ctx, SLUG, id, None, None).await?;
    anyhow::ensure!(task.mapping.columns.contains(&Some(MemberField::Email)), "the columns were not recognised");
    let how = if matches!(kind, Kind::Invite) { AddMode::Invite } else { AddMode::Add };
    Ok(Mapping { how, ..task.mapping })
}

fn write(path: &Path, kind: Kind, emails: &[String]) -> anyhow::Result<()> {
    let new = ["E-mail", "First name", "Last name", "Phone"];
    let header = match kind {
        Kind::Add => &new[..],
        Kind::Change => &["E-mail", "Phone", "Job title"],
        Kind::Invite => &["E-mail", "First name", "Last name", "Job title"],
    };
    let mut writer = Writer::new(Format::Csv, File::create(path)?, header)?;
    for (n, email) in emails.iter().enumerate() {
        let (name, title) = (format!("Newcomer {n}"), format!("Clerk {}", n % 40));
        let cells = match kind {
            Kind::Add => vec![email.clone(), "Nia".into(), name, format!("+49301{n:07}")],
            Kind::Change => vec![email.clone(), format!("+49302{n:07}"), title],
            Kind::Invite => vec![email.clone(), "Nia".into(), name, title],
        };
        writer.row(&cells.iter().map(|cell| Cell::Text(cell)).collect::<Vec<_>>())?;
    }
    writer.finish()?;
    Ok(())
}
