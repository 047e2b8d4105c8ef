//! How the list looks: columns, density, page size.

use super::{MemberField, UsersQuery};
use crate::Problem;
use serde::{Deserialize, Serialize};

/// Columns by their names separated by commas, in any order; `none` is no column.
pub fn parse_columns(text: &str) -> Result<Vec<MemberField>, Problem> {
    if text == "none" {
        return Ok(Vec::new());
    }
    let known = |name: &str| MemberField::columns().find(|column| column.name() == name).ok_or(Problem::NotAChoice);
    let chosen: Vec<MemberField> = text.split(',').map(known).collect::<Result<_, _>>()?;
    Ok(MemberField::columns().filter(|column| chosen.contains(column)).collect())
}

/// What [`parse_columns`] reads.
pub fn written_columns(columns: &[MemberField]) -> String {
    if columns.is_empty() {
        return "none".into();
    }
    columns.iter().map(|column| column.name()).collect::<Vec<_>>().join(",")
}

/// How much room a row takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// Room between the lines, for reading and for fingers.
    #[default]
    Comfortable,
    /// As many rows on a screen as can be read.
    Compact,
}

impl Density {
    /// In the order of the choice.
    pub const ALL: [Self; 2] = [Self::Comfortable, Self::Compact];

    /// The key in addresses, forms and the catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Compact => "compact",
        }
    }

    /// By the name that [`Density::name`] gives.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|density| density.name() == name)
    }
}

/// How a person likes the list: remembered, and overruled by the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPreferences {
    /// Of [`MemberField::columns`].
    pub columns: Vec<MemberField>,
    /// How much room a row takes.
    pub density: Density,
    /// Rows a page, 1 to [`UsersQuery::MAX_SIZE`].
    pub size: u32,
}

impl Default for ListPreferences {
    fn default() -> Self {
        let usual = MemberField::columns().filter(|column| column.spec().usual);
        Self { columns: usual.collect(), density: Density::default(), size: UsersQuery::SIZE }
    }
}
