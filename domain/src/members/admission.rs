//! Whose addresses a workspace takes.

use crate::db::{Tx, query};
use crate::{Error, keys};
use model::Problem;
use model::ids::WorkspaceId;

/// The domains that are allowed and denied, as keys.
#[derive(Clone, Debug, Default)]
pub struct Admission {
    allowed: Vec<String>,
    denied: Vec<String>,
}

/// Domains as a workspace's row has them: separated by a space.
pub(crate) fn listed(stored: &str) -> Vec<String> {
    stored.split(' ').filter(|domain| !domain.is_empty()).map(str::to_owned).collect()
}

impl Admission {
    /// Reads what the workspace has set. One query.
    pub async fn of(tx: &mut Tx, workspace: WorkspaceId) -> Result<Self, Error> {
        let (allowed, denied): (String, String) =
            query("SELECT allowed_domains, denied_domains FROM workspaces WHERE id = $1")
                .bind(workspace)
                .one(tx)
                .await?;
        Ok(Self { allowed: listed(&allowed), denied: listed(&denied) })
    }

    /// A domain on the list is that domain alone, without those below it. Denying goes before allowing; where nothing
    /// is allowed, everything is.
    pub fn check(&self, email: &str) -> Result<(), Problem> {
        let domain = keys::domain_of(email);
        let denied = self.denied.contains(&domain);
        let allowed = self.allowed.is_empty() || self.allowed.contains(&domain);
        if allowed && !denied { Ok(()) } else { Err(Problem::DomainRefused) }
    }
}

/// Refuses an address at `email`. Whoever is in already, or invited, stays.
pub async fn admit(tx: &mut Tx, workspace: WorkspaceId, email: &str) -> Result<(), Error> {
    Admission::of(tx, workspace).await?.check(email).map_err(|problem| Error::at("email", problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn denying_goes_before_allowing() {
        let of = |allowed: &[&str], denied: &[&str]| Admission {
            allowed: allowed.iter().map(|domain| keys::domain(domain)).collect(),
            denied: denied.iter().map(|domain| keys::domain(domain)).collect(),
        };
        let takes = |admission: &Admission, email| admission.check(email).is_ok();
        assert!(takes(&of(&[], &[]), "ana@anywhere.example"));
        assert!(takes(&of(&["acme.example"], &[]), "ana@ACME.example"));
        assert!(!takes(&of(&["acme.example"], &[]), "ana@sub.acme.example"));
        assert!(!takes(&of(&["acme.example"], &[]), "ana@acme.example.evil.example"));
        assert!(!takes(&of(&["acme.example"], &["acme.example"]), "ana@acme.example"));
        assert!(!takes(&of(&[], &["bücher.example"]), "ana@xn--bcher-kva.example"));
    }
}
