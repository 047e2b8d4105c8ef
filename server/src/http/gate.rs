//! Before a page: who asks, what they read in, and whether they should be elsewhere.

use super::Shared;
use super::address::client_address;
use app::forms::KeptForm;
use app::visit::{Visit, cookie_name};
use app::{Posted, State};
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;
use domain::auth::{Client, Resumed, resume};
use domain::panel::Preferences;
use domain::secrets::Token;
use domain::{Actor, Context, Door, setup, users, workspaces};
use model::ids::AccountId;
use model::{Error, Language, themes::Look};
use std::net::SocketAddr;

/// Who asks.
#[derive(Clone, Debug)]
pub(super) struct Guest {
    pub visit: Visit,
    resumed: Option<Resumed>,
    jar: CookieJar,
}

impl Guest {
    pub(super) async fn of(shared: &Shared, parts: &Parts) -> Result<Self, Error> {
        let jar = CookieJar::from_headers(&parts.headers);
        let cookie = |name: &str| jar.get(&cookie_name(name, shared.secure)).map(|cookie| cookie.value().to_owned());
        let resumed = match cookie("session").as_deref().and_then(Token::parse) {
            Some(token) => resume(&shared.roster, &token).await?,
            None => None,
        };
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let ctx = Context {
            roster: shared.roster.clone(),
            clock: shared.roster.clock.clone(),
            actor: resumed.as_ref().map_or(Actor::Nobody, |resumed| resumed.actor.clone()),
            door: Door::Page,
            address: peer.map(|peer| client_address(peer, &parts.headers, &shared.proxies)),
        };
        // Whose second factor is due is nobody yet, but for the page that asks for it.
        let resumed = resumed.filter(|resumed| matches!(resumed.actor, Actor::Account { .. }));
        let client = Client {
            user_agent: text(&parts.headers, header::USER_AGENT),
            device: cookie("device").as_deref().and_then(Token::parse),
        };
        let preferences = preferences(resumed.as_ref(), cookie("language"), cookie("look"), &parts.headers);
        let request_id = text(&parts.headers, header::HeaderName::from_static("x-request-id"));
        Ok(Self { visit: Visit { ctx, client, preferences, secure: shared.secure, request_id }, resumed, jar })
    }

    /// Where this person has to be instead, if anywhere.
    pub(super) async fn elsewhere(&self, path_and_query: &str) -> Result<Option<String>, Error> {
        let path = path_and_query.split('?').next().unwrap_or_default();
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let signed_in = self.resumed.is_some();
        let factor_due = matches!(self.visit.ctx.actor, Actor::FactorDue { .. });
        let must_choose = self.resumed.as_ref().is_some_and(|resumed| resumed.me.must_choose_password);
        let to = |to: &str| Ok(Some(to.to_owned()));
        match parts.as_slice() {
            ["setup"] => {
                if setup::is_due(&self.visit.ctx.roster).await? {
                    Ok(None)
                } else {
                    Err(Error::NotFound)
                }
            }
            ["invitations" | "prove" | "recover" | "email", _] | ["recover"] | ["email", "undo", _] => Ok(None),
            ["choose-password"] if must_choose => Ok(None),
            ["choose-password"] if signed_in => to("/"),
            ["choose-password"] => to("/sign-in"),
            _ if must_choose => to("/choose-password"),
            ["sign-in", "factor"] if factor_due => Ok(None),
            ["sign-in", "factor"] => to("/sign-in"),
            ["sign-in"] if signed_in => to("/"),
            ["sign-in"] | [] if !signed_in && setup::is_due(&self.visit.ctx.roster).await? => to("/setup"),
            ["sign-in"] => Ok(None),
            // An unknown address is unknown to everyone.
            [first, ..] if !matches!(*first, "w" | "settings" | "workspaces" | "confirm") => Ok(None),
            _ if factor_due => Ok(Some(app::factor_then(path_and_query))),
            _ if !signed_in => Ok(Some(app::sign_in_then(path_and_query))),
            [] => self.last_workspace().await,
            ["w", slug, "me"] => Ok(Some(format!("/w/{slug}/users/{}", users::mine(&self.visit.ctx, slug).await?))),
            _ => Ok(None),
        }
    }

    /// `/` leads to the workspace last used; to the list where there is none or several unused.
    async fn last_workspace(&self) -> Result<Option<String>, Error> {
        let mine = workspaces::mine(&self.visit.ctx).await?;
        Ok(mine.first().map(|workspace| format!("/w/{}", workspace.slug)))
    }

    /// What the page is rendered from. Constant in what there is: the session, the workspaces' names, one seat.
    pub(super) async fn state(&self, path: &str, posted: Option<Posted>) -> State {
        let settings = &self.visit.ctx.roster.settings;
        let mut state = State {
            language: self.visit.preferences.language,
            look: self.visit.preferences.look.clone(),
            me: self.resumed.as_ref().map(|resumed| resumed.me.clone()),
            request_id: self.visit.request_id.clone(),
            posted,
            mail: settings.mail,
            passkeys: domain::auth::passkeys::available(settings),
            password_min: u32::try_from(settings.password_min).unwrap_or(u32::MAX),
            ..State::default()
        };
        if state.me.as_ref().is_some_and(|me| !me.must_choose_password) {
            state.workspaces = workspaces::mine(&self.visit.ctx).await.unwrap_or_default();
            if let Some(slug) = path.strip_prefix("/w/").and_then(|rest| rest.split(['/', '?']).next()) {
                match workspaces::visit(&self.visit.ctx, slug).await {
                    Ok(seat) => state.here = Some(seat.here()),
                    Err(Error::FactorRequired | Error::EmailVerificationRequired) if leaves(path) => {}
                    Err(error) => state.problem = Some(error),
                }
            }
        }
        state
    }

    /// A form that was kept for this page when the session had ended, whoever typed it.
    pub(super) fn kept(&self, path: &str) -> Option<KeptForm> {
        let cookie = self.jar.get(&cookie_name("kept", self.visit.secure))?;
        self.resumed.as_ref()?;
        app::forms::kept(&self.visit, cookie.value(), path)
    }

    /// Whether this account is signed in.
    pub(super) fn is_account(&self, account: AccountId) -> bool {
        self.resumed.as_ref().is_some_and(|resumed| resumed.me.id == account)
    }
}

/// Leaving a workspace takes no second factor, where it asks for one, and no proven address.
fn leaves(path: &str) -> bool {
    let page = path.split('?').next().unwrap_or_default();
    matches!(page.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>().as_slice(), ["w", _, "leave"])
}

/// The account's, or else what the browser remembers or asks for.
fn preferences(
    resumed: Option<&Resumed>,
    language: Option<String>,
    look: Option<String>,
    headers: &HeaderMap,
) -> Preferences {
    if let Some(resumed) = resumed {
        return Preferences {
            language: resumed.language.parse().unwrap_or_default(),
            look: resumed.look.clone(),
            time_zone: resumed.time_zone.clone(),
        };
    }
    let accepted = || Language::accepted(&text(headers, header::ACCEPT_LANGUAGE));
    Preferences {
        language: language.and_then(|tag| tag.parse().ok()).or_else(accepted).unwrap_or_default(),
        look: look.map(Look::from).unwrap_or_default(),
        ..Preferences::default()
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}
