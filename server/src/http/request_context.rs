//! Before a page: who asks, what they read in, and whether they should be elsewhere.

use super::Shared;
use super::address::client_address;
use super::lab_counts::Asker;
use app::forms::KeptForm;
use app::request::{RequestContext, cookie_name};
use app::{Posted, State};
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;
use domain::auth::{AuthenticatedSession, Client, resume};
use domain::members::Preferences;
use domain::secrets::Token;
use domain::{Actor, Channel, Context, setup, shell, users, workspaces};
use model::csv::CsvSeparator;
use model::ids::AccountId;
use model::urls::{Route, Url, is_private, workspace_of};
use model::{Error, Language, themes::ThemePreference};
use std::net::SocketAddr;

/// Who asks.
#[derive(Clone, Debug)]
pub(super) struct RequestUser {
    pub context: RequestContext,
    authenticated: Option<AuthenticatedSession>,
    jar: CookieJar,
}

impl RequestUser {
    pub(super) async fn of(shared: &Shared, parts: &Parts) -> Result<Self, Error> {
        let jar = CookieJar::from_headers(&parts.headers);
        let cookie = |name: &str| jar.get(&cookie_name(name, shared.secure)).map(|cookie| cookie.value().to_owned());
        let authenticated = match cookie("session").as_deref().and_then(Token::parse) {
            Some(token) => resume(&shared.roster, &token).await?,
            None => None,
        };
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let actor = authenticated.as_ref().map_or(Actor::Nobody, |authenticated| authenticated.actor.clone());
        let address = peer.map(|peer| client_address(peer, &parts.headers, &shared.proxies));
        let ctx = Context::new(shared.roster.clone(), actor, Channel::Page, address);
        // Whose second factor is due is nobody yet, but for the page that asks for it.
        let authenticated = authenticated.filter(|authenticated| authenticated.actor.account().is_some());
        if let (Some(authenticated), Some(asker)) = (&authenticated, parts.extensions.get::<Asker>()) {
            asker.found(authenticated.me.id);
        }
        let client = Client {
            user_agent: text(&parts.headers, header::USER_AGENT),
            device: cookie("device").as_deref().and_then(Token::parse),
        };
        // The cookie's former name: without it a page would be painted in another theme once.
        let preferences = preferences(
            authenticated.as_ref(),
            cookie("language"),
            cookie("theme").or_else(|| cookie("look")),
            &parts.headers,
        );
        let remembered = cookie("csv").as_deref().and_then(CsvSeparator::written);
        let csv_separator = remembered.unwrap_or_else(|| CsvSeparator::usual(preferences.language));
        let request_id = text(&parts.headers, header::HeaderName::from_static("x-request-id"));
        Ok(Self {
            context: RequestContext { ctx, client, preferences, csv_separator, secure: shared.secure, request_id },
            authenticated,
            jar,
        })
    }

    /// Where this person has to be instead, if anywhere.
    pub(super) async fn redirect_target(&self, path_and_query: &str) -> Result<Option<String>, Error> {
        if let Some(now) = Url::moved(path_and_query) {
            return Ok(Some(now));
        }
        let signed_in = self.authenticated.is_some();
        let factor_due = matches!(self.context.ctx.actor, Actor::FactorDue { .. });
        let must_choose =
            self.authenticated.as_ref().is_some_and(|authenticated| authenticated.me.must_choose_password);
        let to = |url: Url| Ok(Some(url.path()));
        match Route::of(path_and_query) {
            Some(Route::SetUp) => {
                if setup::is_due(&self.context.ctx.roster).await? {
                    Ok(None)
                } else {
                    Err(Error::NotFound)
                }
            }
            Some(
                Route::AskRecovery
                | Route::Recover
                | Route::ChangeEmail
                | Route::UndoEmail
                | Route::VerifyEmail
                | Route::AcceptInvitation,
            ) => Ok(None),
            Some(Route::ChoosePassword) if must_choose => Ok(None),
            Some(Route::ChoosePassword) => to(if signed_in { Url::Home } else { Url::SignIn }),
            _ if must_choose => to(Url::ChoosePassword),
            Some(Route::SignInFactor) if factor_due => Ok(None),
            Some(Route::SignInFactor) => to(Url::SignIn),
            Some(Route::SignIn) if signed_in => to(Url::Home),
            Some(Route::SignIn | Route::Home) if !signed_in && setup::is_due(&self.context.ctx.roster).await? => {
                to(Url::SetUp)
            }
            Some(Route::SignIn) => Ok(None),
            // An unknown address is unknown to everyone.
            _ if !is_private(path_and_query) => Ok(None),
            _ if factor_due => Ok(Some(app::factor_then(path_and_query))),
            _ if !signed_in => Ok(Some(app::sign_in_then(path_and_query))),
            Some(Route::Home) => self.last_workspace().await,
            Some(Route::Me) => self.own_page(path_and_query).await,
            _ => Ok(None),
        }
    }

    /// `/` leads to the workspace last used; to the list where there is none or several unused.
    async fn last_workspace(&self) -> Result<Option<String>, Error> {
        let mine = workspaces::mine(&self.context.ctx).await?;
        Ok(mine.first().map(|workspace| Url::Workspace { slug: workspace.slug.clone() }.path()))
    }

    async fn own_page(&self, path: &str) -> Result<Option<String>, Error> {
        let Some(slug) = workspace_of(path) else { return Ok(None) };
        let id = users::mine(&self.context.ctx, slug).await?;
        Ok(Some(Url::User { slug: slug.to_owned(), id }.path()))
    }

    /// What the page is rendered from. Constant in what there is: the session, the workspaces' names, one membership.
    pub(super) async fn state(&self, path: &str, posted: Option<Posted>) -> State {
        let settings = &self.context.ctx.roster.settings;
        let mut state = State {
            language: self.context.preferences.language,
            theme_preference: self.context.preferences.theme_preference.clone(),
            csv_separator: self.context.csv_separator,
            me: self.authenticated.as_ref().map(|authenticated| authenticated.me.clone()),
            request_id: self.context.request_id.clone(),
            posted,
            mail: settings.mail,
            outlook: settings.outlook.is_some(),
            passkeys: domain::auth::passkeys::available(settings),
            credit_name: settings.credit_name.clone(),
            password_min: u32::try_from(settings.password_min).unwrap_or(u32::MAX),
            ..State::default()
        };
        if state.me.as_ref().is_some_and(|me| !me.must_choose_password) {
            let around = shell::page_shell(&self.context.ctx, workspace_of(path)).await;
            let here = around.and_then(|around| {
                state.workspaces = around.workspaces;
                (state.features, state.lab_news) = (around.features.on, around.features.news);
                around.here
            });
            match here {
                Ok(membership) => state.here = membership.map(|membership| membership.here()),
                Err(Error::FactorRequired | Error::ProviderRequired(_) | Error::EmailVerificationRequired)
                    if leaves(path) => {}
                Err(error) => state.problem = Some(error),
            }
        }
        state
    }

    /// A form that was kept for this page when the session had ended, whoever typed it.
    pub(super) fn kept(&self, path: &str) -> Option<KeptForm> {
        let cookie = self.jar.get(&cookie_name("kept", self.context.secure))?;
        self.authenticated.as_ref()?;
        app::forms::kept(&self.context, cookie.value(), path)
    }

    /// Whether this account is signed in.
    pub(super) fn is_account(&self, account: AccountId) -> bool {
        self.authenticated.as_ref().is_some_and(|authenticated| authenticated.me.id == account)
    }
}

/// Leaving a workspace takes no second factor, where it asks for one, and no proven address.
fn leaves(path: &str) -> bool {
    Route::of(path) == Some(Route::LeaveWorkspace)
}

/// The account's, or else what the browser remembers or asks for.
fn preferences(
    authenticated: Option<&AuthenticatedSession>,
    language: Option<String>,
    theme_preference: Option<String>,
    headers: &HeaderMap,
) -> Preferences {
    if let Some(authenticated) = authenticated {
        return Preferences {
            language: authenticated.language.parse().unwrap_or_default(),
            theme_preference: authenticated.theme_preference.clone(),
            time_zone: authenticated.time_zone.clone(),
        };
    }
    let accepted = || Language::accepted(&text(headers, header::ACCEPT_LANGUAGE));
    Preferences {
        language: language.and_then(|tag| tag.parse().ok()).or_else(accepted).unwrap_or_default(),
        theme_preference: theme_preference.map(ThemePreference::from).unwrap_or_default(),
        ..Preferences::default()
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}
