//! Seeds workspaces of several sizes and measures what people do in them. How to run it, and what it said: `README.md`.

mod cases;
mod credits;
mod files;
mod imports;
mod lists;
mod machine;
mod place;
mod sign_in;
mod stopwatch;
mod table;

use anyhow::Context as _;
use clap::Parser;
use place::{Kind, Place};
use std::path::PathBuf;

#[derive(Debug, Parser)]
struct Args {
    /// How many members the workspaces have
    #[arg(long, value_delimiter = ',', default_value = "10000,100000")]
    members: Vec<u32>,
    /// sqlite, or postgres in the cluster of ROSTER_TEST_POSTGRES (bin/with-postgres)
    #[arg(long, value_enum, default_value = "sqlite")]
    database: Kind,
    /// Where SQLite's files stay, to be measured again; a temporary folder if not given
    #[arg(long)]
    folder: Option<PathBuf>,
    /// Only the cases whose name has this in it
    #[arg(long, default_value = "")]
    only: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    // reqwest brings none along.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let temporary = tempfile::tempdir().context("no temporary folder")?;
    let folder = args.folder.as_deref().unwrap_or(temporary.path());
    for members in &args.members {
        let place = Place::seeded(args.database, folder, *members).await?;
        println!("## {}, {members} members\n", args.database.name());
        cases::all(&place, &args.only).await?;
        place.close().await;
    }
    Ok(())
}
