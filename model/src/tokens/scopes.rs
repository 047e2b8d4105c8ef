//! What a token is for.

use crate::permissions::{Access, Permission, Permissions, Resource};
use crate::{Fields, Problem};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// One thing that a token is for: an access to everything, or to one resource. Written `read` or `users:read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct TokenScope {
    /// What it is about; none: everything.
    pub resource: Option<Resource>,
    /// How far it goes.
    pub access: Access,
}

impl TokenScope {
    /// Those that can be given, the ones for everything first.
    pub fn all() -> impl Iterator<Item = Self> {
        let resources = std::iter::once(None).chain(Resource::IN_USE.into_iter().map(Some));
        resources.flat_map(|resource| Access::ALL.into_iter().map(move |access| Self { resource, access }))
    }

    fn permissions(self) -> Permissions {
        Permission::all()
            .filter(|Permission(resource, access)| {
                *access == self.access && self.resource.is_none_or(|own| own == *resource)
            })
            .collect()
    }
}

impl fmt::Display for TokenScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.resource {
            None => f.write_str(self.access.name()),
            Some(resource) => Permission(resource, self.access).fmt(f),
        }
    }
}

impl FromStr for TokenScope {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        Self::all().find(|scope| scope.to_string() == text).ok_or(Problem::NotAChoice)
    }
}

impl From<TokenScope> for String {
    fn from(scope: TokenScope) -> Self {
        scope.to_string()
    }
}

impl TryFrom<String> for TokenScope {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| format!("{text:?} is no scope"))
    }
}

/// What a token is for, at least one scope. Those that another one contains are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenScopes(Vec<TokenScope>);

impl TokenScopes {
    /// From the scopes in any order. [`Problem::Required`] where there is none.
    pub fn new(scopes: impl IntoIterator<Item = TokenScope>) -> Result<Self, Problem> {
        let mut scopes: Vec<TokenScope> = scopes.into_iter().collect();
        scopes.sort_unstable();
        scopes.dedup();
        let wide: Vec<Access> = scopes.iter().filter(|one| one.resource.is_none()).map(|one| one.access).collect();
        scopes.retain(|scope| scope.resource.is_none() || !wide.contains(&scope.access));
        if scopes.is_empty() { Err(Problem::Required) } else { Ok(Self(scopes)) }
    }

    /// What they allow at the most: whoever changes or deletes something sees it.
    pub fn permissions(&self) -> Permissions {
        self.0.iter().fold(Permissions::NONE, |all, scope| all.with(scope.permissions())).complete()
    }

    /// They are for everything: such a token is narrowed by its owner's rights alone.
    pub fn are_unlimited(&self) -> bool {
        self.permissions().covers(Permissions::all())
    }

    /// Each of them, those for everything first.
    pub fn iter(&self) -> impl Iterator<Item = TokenScope> {
        self.0.iter().copied()
    }

    /// `scopes`, once or several times. Problems are those of that field.
    pub fn parse(fields: &Fields) -> Result<Self, Problem> {
        let mut scopes = Vec::new();
        for text in fields.all("scopes").flat_map(separated) {
            scopes.push(text.parse()?);
        }
        Self::new(scopes)
    }
}

fn separated(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',']).filter(|part| !part.is_empty())
}

/// Separated by spaces, as OAuth does (RFC 6749, 3.3).
impl fmt::Display for TokenScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scopes: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&scopes.join(" "))
    }
}

impl FromStr for TokenScopes {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        Self::new(separated(text).map(str::parse).collect::<Result<Vec<TokenScope>, Problem>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn scopes_allow_what_they_say_and_nothing_else() {
        let read: TokenScopes = "read".parse().unwrap();
        assert!(read.permissions().iter().all(|Permission(_, access)| access == Access::Read));
        assert!(read.permissions().has(Permission::AUDIT_READ));
        let users: TokenScopes = "users:write".parse().unwrap();
        let both: Permissions = [Permission::USERS_READ, Permission::USERS_WRITE].into_iter().collect();
        assert_eq!(users.permissions(), both, "whoever writes reads");
        let all: TokenScopes = "delete, write read".parse().unwrap();
        assert!(all.are_unlimited() && !read.are_unlimited());
        assert_eq!(all.to_string(), "read write delete");
        assert_eq!("users:read read users:write".parse::<TokenScopes>().unwrap().to_string(), "read users:write");
    }

    #[test]
    fn what_is_no_scope_is_refused() {
        for bad in ["admin", "users", "users:", "tokens:read", "READ", "users:read:write"] {
            assert_eq!(bad.parse::<TokenScopes>(), Err(Problem::NotAChoice), "{bad}");
        }
        assert_eq!("".parse::<TokenScopes>(), Err(Problem::Required));
    }

    proptest! {
        #[test]
        fn scopes_that_are_taken_read_back_unchanged(picked in proptest::collection::vec(0..18_usize, 1..6)) {
            let all: Vec<TokenScope> = TokenScope::all().collect();
            let scopes = TokenScopes::new(picked.into_iter().map(|at| all[at])).unwrap();
            prop_assert_eq!(scopes.to_string().parse::<TokenScopes>(), Ok(scopes.clone()));
            let json = serde_json::to_string(&scopes).unwrap();
            prop_assert_eq!(serde_json::from_str::<TokenScopes>(&json).unwrap(), scopes);
        }
    }
}
