//! What answers a form.

use super::submit::Outcome;
use crate::request::{Cookie, RequestContext};
use crate::state::Posted;
use domain::auth::NewSession;
use leptos::prelude::use_context;
use model::{Error, Fields};
use std::pin::Pin;

/// A form's outcome, and the cookies that go with it.
#[derive(Debug)]
pub struct Answer {
    pub outcome: Outcome,
    pub cookies: Vec<Cookie>,
}

impl Answer {
    /// On to another page, without a fresh load.
    pub(crate) fn go(to: impl Into<String>) -> Self {
        Self { outcome: Outcome::Go { to: to.into(), reload: false }, cookies: Vec::new() }
    }

    /// On to another page, loaded afresh: what every page knows has changed.
    pub(crate) fn load(to: impl Into<String>) -> Self {
        Self { outcome: Outcome::Go { to: to.into(), reload: true }, cookies: Vec::new() }
    }

    /// The same page, with something to show.
    pub(crate) fn show(posted: Posted) -> Self {
        Self { outcome: Outcome::Show(Box::new(posted)), cookies: Vec::new() }
    }

    /// With what the browser keeps of a session that has just begun.
    #[must_use]
    pub(crate) fn signed_in(self, session: &NewSession) -> Self {
        let answer = self.with(Cookie::session(session));
        match &session.device {
            Some(device) => answer.with(Cookie::Device(device.clone())),
            None => answer,
        }
    }

    #[must_use]
    pub(crate) fn with(mut self, cookie: Cookie) -> Self {
        self.cookies.push(cookie);
        self
    }
}

/// Answers a form that was posted to an address. It comes with the request ([`crate::DISPATCH`]), so that forms know no
/// feature.
#[derive(Clone, Copy, Debug)]
pub struct Dispatch(pub for<'a> fn(&'a RequestContext, &'a str, Fields) -> AnswerFuture<'a>);

/// An answer on its way.
pub type AnswerFuture<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

impl Dispatch {
    pub(super) async fn answer(request: &RequestContext, path: &str, fields: Fields) -> Result<Answer, Error> {
        let Self(dispatch) =
            use_context().ok_or_else(|| domain::internal("answering a form", "there is no dispatch"))?;
        Ok(dispatch(request, path, fields).await)
    }
}
