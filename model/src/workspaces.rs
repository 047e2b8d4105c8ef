//! A tenant, as its members see it.

use crate::fields::{Problem, line};
use crate::{ids::WorkspaceId, permissions::Permissions};
use serde::{Deserialize, Serialize};

/// The workspace in its address: lower-case letters, digits and inner hyphens, 2 to 40 characters.
pub fn slug(text: &str) -> Result<String, Problem> {
    let text = line(text, 40)?;
    let shape = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if text.len() < 2 || !shape || text.starts_with('-') || text.ends_with('-') {
        Err(Problem::NotASlug)
    } else {
        Ok(text)
    }
}

/// A workspace in the switcher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceLink {
    pub slug: String,
    pub name: String,
}

/// The workspace that the page is in, and what the reader may do there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Here {
    pub id: WorkspaceId,
    pub slug: String,
    pub name: String,
    pub super_user: bool,
    pub permissions: Permissions,
}

/// What Home shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    pub active: i64,
    pub suspended: i64,
    pub pending_invitations: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        for good in ["acme", "a1", "north-wind-2"] {
            assert_eq!(slug(good).as_deref(), Ok(good));
        }
        for bad in ["a", "-a", "a-", "Acme", "a_b", "a b", "ação"] {
            assert_eq!(slug(bad), Err(Problem::NotASlug), "{bad}");
        }
    }
}
