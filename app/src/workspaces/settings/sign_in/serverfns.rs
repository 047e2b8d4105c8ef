//! What the page asks the server.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::identity_provider::SignInView;

#[cfg(feature = "ssr")]
use {
    crate::present::Presenter,
    domain::sso::workspace::{self, MappedGroup, OwnProvider},
    model::identity_provider::{BreakGlass, Candidate, ClaimsView, GroupRow, ProviderTest, ProviderView},
};

/// How people sign in to a workspace.
#[server(prefix = "/fn", endpoint = "workspaces/sign_in", input = Json, output = Postcard)]
pub async fn read_sign_in(slug: String) -> Result<SignInView, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(workspace::show(&request.ctx, &slug).await)?;
    let presenter = Presenter::new(&request);
    Ok(SignInView {
        slug,
        may_edit: found.may_edit,
        domains: found.domains,
        roles: found.roles.iter().map(|role| presenter.role(role)).collect(),
        provider: found.provider.map(|provider| presenter.provider(provider)),
    })
}

#[cfg(feature = "ssr")]
impl Presenter {
    fn provider(&self, one: OwnProvider) -> ProviderView {
        let tested = one.tested.map(|tested| ProviderTest {
            at: self.when(tested.at),
            by: tested.by,
            claims: tested.claims.map(|claims| self.claims(claims, &one.groups)),
        });
        let candidate =
            |one: workspace::Candidate| Candidate { account: one.account, name: one.name, email: one.email };
        let chosen = |one: workspace::BreakGlass| BreakGlass { name: one.name, account: one.account, fits: one.fits };
        ProviderView {
            id: one.id,
            name: one.name,
            issuer: one.issuer,
            client_id: one.client_id,
            has_secret: one.has_secret,
            groups_claim: one.groups_claim,
            auto_join: one.auto_join,
            version: one.version,
            redirect_uri: one.redirect_uri,
            logout_uri: one.logout_uri,
            tested,
            groups: one.groups.into_iter().map(|group| self.group(group)).collect(),
            required: one.required.map(chosen),
            candidates: one.candidates.into_iter().map(candidate).collect(),
            without_identity: one.without_identity,
        }
    }

    fn claims(&self, told: workspace::TestedClaims, mapped: &[MappedGroup]) -> ClaimsView {
        let role = |at: &usize| mapped.get(*at).map(|group| self.role_name(&group.role));
        let mut roles: Vec<String> = told.giving.iter().filter_map(role).collect();
        roles.sort();
        roles.dedup();
        ClaimsView {
            claims: told.claims.into_iter().map(|claim| (claim.name, claim.value)).collect(),
            email: told.email,
            email_state: told.email_state,
            groups: told.groups,
            roles,
        }
    }

    fn group(&self, one: MappedGroup) -> GroupRow {
        GroupRow {
            role: one.role.id,
            role_name: self.role_name(&one.role),
            group: one.group,
            by: one.by,
            counts: one.counts,
        }
    }
}
