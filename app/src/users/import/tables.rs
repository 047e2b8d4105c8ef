//! What there is to download of imports: rows to mend, links to hand over, a file to begin with.

use crate::present::Presenter;
use crate::request::RequestContext;
use domain::users::import::{InvitationLink, RejectedRow, RejectedRows};
use model::users::MemberField;
use sheets::{Cell, WriteError, Writer};
use std::fmt;
use std::io::Write;

/// The rows that were left out, as the file has them, each with what is wrong with it.
pub struct RejectedTable {
    presenter: Presenter,
    header: Vec<String>,
    /// Of the file.
    columns: usize,
}

impl RejectedTable {
    pub fn new(request: &RequestContext, rows: &RejectedRows) -> Self {
        let presenter = Presenter::new(request);
        // A column that the file does not name is found again by what it was taken for.
        let name = |(name, field): &(String, Option<MemberField>)| match field {
            Some(field) if name.is_empty() => presenter.t.get(field.label()).to_owned(),
            _ => name.clone(),
        };
        let beyond = rows.has_stray.then(|| presenter.t.get("import.beyond").to_owned());
        let problem = presenter.t.get("import.problem").to_owned();
        let header = rows.header.iter().map(name).chain(beyond).chain([problem]).collect();
        Self { presenter, header, columns: rows.header.len() }
    }

    pub fn header(&self) -> Vec<String> {
        self.header.clone()
    }

    pub fn write<W: Write + Send>(&self, writer: &mut Writer<W>, rows: &[RejectedRow]) -> Result<(), WriteError> {
        for row in rows {
            // What stands beyond the table has one column of its own.
            let (own, rest) = row.cells.split_at(self.columns.min(row.cells.len()));
            let mut cells: Vec<String> = own.to_vec();
            cells.resize(self.columns, String::new());
            let stray: Vec<&str> = rest.iter().map(String::as_str).filter(|cell| !cell.trim().is_empty()).collect();
            cells.extend((self.header.len() > self.columns + 1).then(|| stray.join("; ")));
            let why = row.refusal.as_ref().map(|refusal| self.presenter.import_refusal(refusal));
            cells.push(why.unwrap_or_default());
            let cells: Vec<Cell<'_>> = cells.iter().map(|cell| Cell::Text(cell)).collect();
            writer.row(&cells)?;
        }
        Ok(())
    }
}

/// Who was invited, with the link that no mail has carried.
pub struct LinksTable {
    presenter: Presenter,
}

impl LinksTable {
    pub fn new(request: &RequestContext) -> Self {
        Self { presenter: Presenter::new(request) }
    }

    pub fn header(&self) -> Vec<String> {
        [MemberField::Email.label(), MemberField::FullName.label(), "invitations.link"]
            .map(|key| self.presenter.t.get(key).to_owned())
            .into()
    }

    pub fn write<W: Write + Send>(&self, writer: &mut Writer<W>, links: &[InvitationLink]) -> Result<(), WriteError> {
        for one in links {
            writer.row(&[Cell::Text(&one.email), Cell::Text(&one.name), Cell::Text(&one.link)])?;
        }
        Ok(())
    }
}

/// The columns that a file can have, in the reader's language, and two people.
pub struct SampleTable {
    presenter: Presenter,
}

impl SampleTable {
    pub fn new(request: &RequestContext) -> Self {
        Self { presenter: Presenter::new(request) }
    }

    pub fn header(&self) -> Vec<String> {
        Self::fields().map(|field| self.presenter.t.get(field.label()).to_owned()).collect()
    }

    /// A file has either the whole name or its halves.
    fn fields() -> impl Iterator<Item = MemberField> {
        MemberField::importable().filter(|field| *field != MemberField::FullName)
    }

    pub fn write<W: Write + Send>(&self, writer: &mut Writer<W>) -> Result<(), WriteError> {
        let t = self.presenter.t;
        let ana = |field| match field {
            MemberField::Email => "ana@example.com",
            MemberField::FirstName => "Ana",
            MemberField::LastName => "Souza",
            MemberField::Phone => "+55 11 98765 4321",
            MemberField::Role => t.get("role.viewer"),
            MemberField::AddMode => t.get("choice.add"),
            _ => "",
        };
        let bea = |field| match field {
            MemberField::Email => "bea@example.com",
            MemberField::FirstName => "Bea",
            MemberField::LastName => "Lima",
            MemberField::Role => t.get("role.member"),
            MemberField::AddMode => t.get("choice.invite"),
            _ => "",
        };
        writer.row(&Self::fields().map(ana).map(Cell::Text).collect::<Vec<_>>())?;
        writer.row(&Self::fields().map(bea).map(Cell::Text).collect::<Vec<_>>())
    }
}

macro_rules! debug_by_name {
    ($($table:ident),+) => {$(
        impl fmt::Debug for $table {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($table)).finish_non_exhaustive()
            }
        }
    )+};
}

debug_by_name!(RejectedTable, LinksTable, SampleTable);
