//! Failures, as pages show them.

use crate::address::{factor_for, sign_in_then, use_here};
use crate::state::{state, texts};
use crate::ui::Icon;
use leptos::prelude::*;
use model::Error;
use model::urls::Url;

/// What happened and what to do, in the reader's words.
pub(crate) fn explain(error: &Error) -> (String, String) {
    let t = texts();
    let key = match error {
        Error::OutOfCredits(shortage) => return (t.get("credits.shortage.title").to_owned(), t.shortage(*shortage)),
        Error::PlanLimit(full) => return (t.get("plans.full").to_owned(), t.plan_limit(full)),
        Error::NotFound => "not_found",
        Error::Forbidden | Error::AddressNotAllowed => "forbidden",
        Error::SignedOut | Error::PasswordChangeDue | Error::FactorDue => "signed_out",
        Error::FactorRequired => "factor_required",
        Error::ProviderRequired(_) => "provider_required",
        Error::EmailVerificationRequired => "email_verification_required",
        Error::ConfirmationDue => "confirmation_due",
        Error::Invalid(_) => "invalid",
        Error::Conflict => "conflict",
        Error::TryLater(_) => "try_later",
        Error::Busy(_) => "busy",
        Error::Internal(_) => "internal",
    };
    let wait = match error {
        Error::TryLater(seconds) | Error::Busy(seconds) => t.count("duration.seconds", i64::from(*seconds)),
        _ => String::new(),
    };
    (t.get(&format!("error.{key}.title")).to_owned(), t.with(&format!("error.{key}.text"), &[("wait", &wait)]))
}

/// A whole page that says why there is no other.
#[component]
pub(crate) fn ErrorPage(error: Error) -> impl IntoView {
    view! { <main class="error-page" id="main"><ErrorWords error=error/></main> }
}

/// The same where the bars stay around it.
#[component]
pub(crate) fn ErrorInside(error: Error) -> impl IntoView {
    view! { <div class="error-page"><ErrorWords error=error/></div> }
}

#[component]
fn ErrorWords(error: Error) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::failure::set_status(&error);
    let (title, text) = explain(&error);
    let status = error.status();
    // Not on a 404: it would tell one unknown thing from another.
    let request = state().with_value(|state| state.request_id.clone());
    let request = (status >= 500 && !request.is_empty()).then_some(request);
    view! {
        <leptos_meta::Title text=title.clone()/>
        <svg class="error-page-art" viewBox="0 0 360 122" aria-hidden="true"><use href="/art.svg#missing"></use></svg>
        <p class="error-page-code" aria-hidden="true">{status}</p>
        <h1 class="error-page-title">{title}</h1>
        <p class="error-page-text">{text}</p>
        <div class="row">
            {factor(&error).map(|(href, text)| view! {
                <a class="btn btn--primary" href=href rel="external">{text}</a>
            })}
            <a class=if error == Error::FactorRequired { "btn" } else { "btn btn--primary" } href=Url::Home.path()
                rel="external">
                {texts().get("error.home")}
            </a>
        </div>
        {request.map(|id| view! { <p class="error-page-id">{texts().get("error.request")} " " <code>{id}</code></p> })}
    }
}

/// The way to a second factor, where that is what is missing.
fn factor(error: &Error) -> Option<(String, &'static str)> {
    if *error != Error::FactorRequired {
        return None;
    }
    let at = state().with_value(|state| {
        let here = state.here.as_ref().map(|here| factor_for(&here.slug));
        state.factor_at.clone().or(here)
    });
    Some((at.unwrap_or_else(|| Url::SecondFactor.path()), texts().get("factor.set_up")))
}

/// A list or panel that could not be had.
#[component]
pub(crate) fn ErrorNotice(error: Error) -> impl IntoView {
    let (title, text) = explain(&error);
    let request = state().with_value(|state| state.request_id.clone());
    let request = (error.status() >= 500 && !request.is_empty()).then_some(request);
    let factor = factor(&error);
    let sign_in = (error == Error::SignedOut).then(|| {
        let here = use_here();
        view! {
            <a class="btn btn--s" rel="external" href=move || sign_in_then(&here.get())>
                {texts().get("sign_in.submit")}
            </a>
        }
    });
    view! {
        <div class="notice notice--danger" role="alert">
            <Icon name="alert"/>
            <div class="notice-body">
                <p class="notice-title">{title}</p>
                <p>{text}</p>
                {request.map(|id| view! { <p>{texts().get("error.request")} " " <code>{id}</code></p> })}
            </div>
            <div class="notice-actions">
                {sign_in}
                {factor.map(|(href, text)| view! { <a class="btn btn--s" rel="external" href=href>{text}</a> })}
            </div>
        </div>
    }
}

/// What is wrong with a list, and a way out of an address that asks for the impossible.
#[component]
pub(crate) fn CanNotShow(
    error: Error,
    /// The list as it is without filters.
    #[prop(into)]
    all: Signal<String>,
) -> impl IntoView {
    let asks_wrongly = matches!(error, Error::Invalid(_));
    view! {
        <ErrorNotice error=error/>
        {asks_wrongly.then(|| view! { <p><a class="btn" href=move || all.get()>{texts().get("users.clear")}</a></p> })}
    }
}
