//! `/w/{slug}/users/{id}/onboarding`: someone's onboarding, as an event in the calendar of whoever schedules it.

use super::addresses::{UserAt, UserPage};
use super::details_panel::OverPanel;
use crate::Failure;
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Choice, Dialog, Field, Icon, SelectField};
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::connections::{ConnectionProblem, OnboardingView, ServiceKind};
use model::urls::Url;
use model::users::UserDetails;

/// How long an event may last, in minutes, and how long it is first.
pub(super) const MINUTES: [i64; 5] = [15, 30, 45, 60, 90];
const FIRST_MINUTES: &str = "60";
/// When it begins first.
const FIRST_TIME: &str = "09:00";

/// What the form starts from.
#[server(prefix = "/fn", endpoint = "connections/onboarding", input = Json, output = Postcard)]
pub async fn read_onboarding() -> Result<OnboardingView, Failure> {
    let request = crate::request::request_context()?;
    let missing = crate::request::answered(domain::connections::scheduling(&request.ctx).await)?;
    let tomorrow = request.ctx.now() + domain::clock::DAY;
    let day = crate::present::Presenter::new(&request).local(tomorrow).date();
    Ok(OnboardingView {
        missing,
        day: day.to_string(),
        time_zone: request.preferences.time_zone.clone(),
        transaction: request.ctx.id::<model::ids::TransactionId>().to_string(),
    })
}

#[component]
pub(crate) fn OnboardingPage() -> impl IntoView {
    view! { <OverPanel dialog=|user, form| view! { <OnboardingDialog user=user form=form/> }.into_any()/> }
}

#[component]
fn OnboardingDialog(user: UserDetails, form: FormState) -> impl IntoView {
    let t = texts();
    let at = UserAt::of(user.row.id);
    let back = Signal::derive(move || at.href(UserPage::Details, &[]));
    let name = if user.row.name.is_empty() { user.row.email.clone() } else { user.row.name };
    let title = t.with("onboarding.title", &[("name", &name)]);
    let found = resource(|| (), |()| read_onboarding());
    // The dialog comes with its controls: one of them takes the focus.
    view! {
        <Loaded found=found view=move |view| {
            let (title, name) = (title.clone(), name.clone());
            view! {
                <Dialog title=title back=back modifier="dialog--s">
                    {match view.missing {
                        Some(problem) => view! { <Missing problem=problem back=back/> }.into_any(),
                        None => view! { <Event view=view name=name form=form back=back/> }.into_any(),
                    }}
                </Dialog>
            }
        }/>
    }
}

/// The calendar comes first.
#[component]
fn Missing(problem: Option<ConnectionProblem>, back: Signal<String>) -> impl IntoView {
    let t = texts();
    let service = [("service", ServiceKind::OutlookCalendar.title())];
    let words = match problem {
        None => t.get("onboarding.not_connected").to_owned(),
        Some(problem) => t.with(&format!("connection.problem.{}", problem.name()), &service),
    };
    view! {
        <div class="dialog-body">
            <div class="notice"><Icon name="info"/><div class="notice-body"><p>{words}</p></div></div>
        </div>
        <div class="dialog-foot">
            <a class="btn" data-noscroll href=move || back.get()>{t.get("action.close")}</a>
            <a class="btn btn--primary" href=Url::Integrations.path()>{t.get("connection.open")}</a>
        </div>
    }
}

#[component]
fn Event(view: OnboardingView, name: String, form: FormState, back: Signal<String>) -> impl IntoView {
    let t = texts();
    let subject = t.with("onboarding.subject", &[("name", &name)]);
    let choices =
        MINUTES.map(|minutes| Choice { value: minutes.to_string(), label: t.count("duration.minutes", minutes) });
    view! {
        <Form state=form class="dialog-form">
            // The same with each attempt: the calendar makes one event of them.
            <input type="hidden" name="transaction" value=form.value("transaction", &view.transaction)/>
            <div class="dialog-body">
                <FormProblem state=form/>
                <p>{t.with("onboarding.text", &[("name", &name)])}</p>
                <Field name="subject" label=t.get("onboarding.field.subject") value=form.value("subject", &subject)
                    problem=form.problem("subject")/>
                <Field name="day" kind="date" label=t.get("onboarding.field.day") value=form.value("day", &view.day)
                    problem=form.problem("day")/>
                <Field name="time" kind="time" label=t.get("onboarding.field.time") value=form.value("time", FIRST_TIME)
                    hint=t.with("onboarding.zone", &[("zone", &view.time_zone)]) problem=form.problem("time")/>
                <SelectField name="minutes" label=t.get("onboarding.field.minutes") choices=choices.to_vec()
                    value=form.value("minutes", FIRST_MINUTES) problem=form.problem("minutes")/>
            </div>
            <div class="dialog-foot">
                <a class="btn" data-noscroll href=move || back.get()>{t.get("action.cancel")}</a>
                <button class="btn btn--primary">
                    {t.get("onboarding.submit")}
                </button>
            </div>
        </Form>
    }
}
