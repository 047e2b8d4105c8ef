//! `/w/{slug}/users/{id}/remove`: the question before someone is removed (seed 002, "Remove User from Workspace").

use super::addresses::{UserAt, UserPage};
use super::details_panel::OverPanel;
use super::serverfns::read_open_invitations;
use crate::address::use_slug;
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::awaiting;
use crate::resource::resource;
use crate::state::{state, texts};
use crate::ui::{Check, Dialog, Icon};
use leptos::prelude::*;
use model::ids::MemberId;
use model::invitations::{OpenInvitationsView, Succession};
use model::users::{Status, UserDetails};

#[component]
pub(crate) fn RemovePage() -> impl IntoView {
    view! { <OverPanel dialog=|user, form| view! { <RemoveDialog user=user form=form/> }.into_any()/> }
}

#[component]
fn RemoveDialog(user: UserDetails, form: FormState) -> impl IntoView {
    let t = texts();
    let at = UserAt::of(user.row.id);
    let back = Signal::derive(move || at.href(UserPage::Details, &[]));
    let workspace = state().with_value(|state| state.here.as_ref().map(|here| here.name.clone())).unwrap_or_default();
    let name = if user.row.name.is_empty() { user.row.email.clone() } else { user.row.name.clone() };
    let invited = matches!(user.row.status, Status::Invited | Status::Expired);
    let what = if invited { "revoke" } else { "remove" };
    let values = [("name", name.as_str()), ("workspace", &workspace)];
    let title = t.with(&format!("user.{what}.title"), &values);
    let text = t.with(&format!("user.{what}.text"), &values);
    let keep = t.with("user.keep", &values);
    let submit = if invited { "user.revoke" } else { "action.remove" };
    view! {
        <Dialog title=title back=back modifier="dialog--s">
            <Form state=form class="dialog-form">
                <div class="dialog-body">
                    <FormProblem state=form/>
                    <p>{text}</p>
                    {(!invited).then(|| view! {
                        <ul class="ends-list">
                            <li>
                                <Icon name="sign-out" small=true/>
                                {t.get(if user.personal.is_some() {
                                    "user.remove.sessions_elsewhere"
                                } else {
                                    "user.remove.sessions"
                                })}
                            </li>
                            <li><Icon name="roles" small=true/>{t.get("user.remove.seats")}</li>
                            <li><Icon name="clock" small=true/>{t.get("user.remove.restore")}</li>
                        </ul>
                    })}
                    {(!invited).then(|| view! { <OpenInvitations id=user.row.id form=form/> })}
                </div>
                <div class="dialog-foot">
                    <a class="btn" data-noscroll href=move || back.get()>{keep}</a>
                    <button class="btn btn--danger" name="action" value="remove">
                        {t.get(submit)}
                    </button>
                </div>
            </Form>
        </Dialog>
    }
}

/// Whom they have invited and who has not come yet: what they gave, they give no longer.
#[component]
fn OpenInvitations(id: MemberId, form: FormState) -> impl IntoView {
    let slug = use_slug();
    let open = resource(move || slug.get(), move |slug| read_open_invitations(slug, id));
    view! {
        <Transition>
            {awaiting(move || async move {
                open.await.ok().filter(|open| open.count > 0).map(|open| view! { <Choice open=open form=form/> })
            })}
        </Transition>
    }
}

#[component]
fn Choice(open: OpenInvitationsView, form: FormState) -> impl IntoView {
    let t = texts();
    let more = open.count - i64::try_from(open.emails.len()).unwrap_or_default();
    let chosen = form.value("invitations", open.choices.first().map_or("", |first| first.name()));
    let choice = move |choice: Succession| {
        let label = t.get(&format!("user.remove.invitations.{}", choice.name()));
        let about = t.get(&format!("user.remove.invitations.{}.about", choice.name()));
        view! {
            <Check kind="radio" name="invitations" value=choice.name() label=label about=about
                checked=chosen == choice.name()/>
        }
    };
    view! {
        <fieldset class="fieldset">
            <legend class="field-label">{t.count("user.remove.invitations", open.count)}</legend>
            <ul class="bulk-names">
                {open.emails.into_iter().map(|email| view! {
                    <li class="wrap-anywhere" dir="auto">{email}</li>
                }).collect_view()}
                {(more > 0).then(|| view! { <li class="muted">{t.count("bulk.more", more)}</li> })}
            </ul>
            {if open.choices.is_empty() {
                view! { <p class="muted">{t.get("user.remove.invitations.lapse")}</p> }.into_any()
            } else {
                open.choices.into_iter().map(choice).collect_view().into_any()
            }}
        </fieldset>
    }
}
