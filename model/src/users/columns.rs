//! How the list looks: columns, density, page size.

use super::{SortKey, UsersQuery};
use crate::Problem;
use serde::{Deserialize, Serialize};

/// A column of the list beside the name, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Phone,
    Role,
    Groups,
    Status,
    SecondFactor,
    Source,
    Joined,
    LastActive,
    Ends,
}

impl Column {
    pub const ALL: [Self; 9] = [
        Self::Phone,
        Self::Role,
        Self::Groups,
        Self::Status,
        Self::SecondFactor,
        Self::Source,
        Self::Joined,
        Self::LastActive,
        Self::Ends,
    ];
    /// Shown to whoever has chosen nothing else.
    pub const USUAL: [Self; 4] = [Self::Role, Self::Status, Self::Joined, Self::LastActive];

    pub fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Role => "role",
            Self::Groups => "groups",
            Self::Status => "status",
            Self::SecondFactor => "second_factor",
            Self::Source => "source",
            Self::Joined => "joined",
            Self::LastActive => "last_active",
            Self::Ends => "ends",
        }
    }

    /// What clicking its head sorts by.
    pub fn sort(self) -> Option<SortKey> {
        SortKey::ALL.into_iter().find(|key| key.name() == self.name())
    }

    /// Names separated by commas, in any order; `none` is no column.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, Problem> {
        if text == "none" {
            return Ok(Vec::new());
        }
        let known = |name: &str| Self::ALL.into_iter().find(|column| column.name() == name).ok_or(Problem::NotAChoice);
        let chosen: Vec<Self> = text.split(',').map(known).collect::<Result<_, _>>()?;
        Ok(Self::ALL.into_iter().filter(|column| chosen.contains(column)).collect())
    }

    pub fn written_list(columns: &[Self]) -> String {
        if columns.is_empty() {
            return "none".into();
        }
        columns.iter().map(|column| column.name()).collect::<Vec<_>>().join(",")
    }
}

/// How much room a row takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    #[default]
    Comfortable,
    Compact,
}

impl Density {
    pub const ALL: [Self; 2] = [Self::Comfortable, Self::Compact];

    pub fn name(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Compact => "compact",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|density| density.name() == name)
    }
}

/// How a person likes the list: remembered, and overruled by the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPreferences {
    pub columns: Vec<Column>,
    pub density: Density,
    /// Rows a page, 1 to [`UsersQuery::MAX_SIZE`].
    pub size: u32,
}

impl Default for ListPreferences {
    fn default() -> Self {
        Self { columns: Column::USUAL.to_vec(), density: Density::default(), size: UsersQuery::SIZE }
    }
}
