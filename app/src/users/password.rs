//! `/w/{slug}/users/{id}/password`: a new password for someone (seed 002, "Reset Password").

use super::addresses::{UserAt, UserPage};
use super::details_panel::OverPanel;
use crate::forms::{Form, FormProblem, FormState};
use crate::passwords::{PasswordField, Username};
use crate::state::{state, texts};
use crate::ui::{Check, Dialog, Icon};
use leptos::prelude::*;
use model::users::UserDetails;
use model::{Problem, Secret};

#[component]
pub(crate) fn PasswordPage() -> impl IntoView {
    view! { <OverPanel dialog=|user, form| view! { <PasswordDialog user=user form=form/> }.into_any()/> }
}

#[component]
fn PasswordDialog(user: UserDetails, form: FormState) -> impl IntoView {
    let t = texts();
    let at = UserAt::of(user.row.id);
    let back = Signal::derive(move || at.href(UserPage::Details, &[]));
    let mail = state().with_value(|state| state.mail);
    let title = t.with("user.password.title", &[("name", &user.row.name)]);
    if let Some(problem) = user.row.rights.password {
        return view! {
            <Dialog title=title back=back modifier="dialog--s">
                <div class="dialog-body">
                    <FormProblem state=form/>
                    <div class="notice">
                        <Icon name="info"/>
                        <div class="notice-body"><p>{t.problem(problem)}</p></div>
                    </div>
                </div>
                <Form state=form class="dialog-foot">
                    <a class="btn" data-noscroll href=move || back.get()>{t.get("action.close")}</a>
                    {(problem == Problem::SharedAccount && mail).then(|| view! {
                        <button class="btn btn--primary" name="send" value="link">
                            {t.get("user.send_recovery")}
                        </button>
                    })}
                </Form>
            </Dialog>
        }
        .into_any();
    }
    let min = state().with_value(|state| state.password_min).to_string();
    view! {
        <Dialog title=title back=back modifier="dialog--s">
            <Form state=form class="dialog-form">
                <div class="dialog-body">
                    <FormProblem state=form/>
                    <p>{t.get("user.password.text")}</p>
                    <Username email=user.row.email/>
                    <PasswordField name=Secret::Password label=t.get("user.password.new")
                        hint=t.with("password.hint", &[("n", &min)])
                        autocomplete="new-password" strength=true autofocus=true problem=form.problem("password")/>
                    <PasswordField name=Secret::ConfirmPassword label=t.get("field.confirm_password")
                        autocomplete="new-password" problem=form.problem("confirm_password")/>
                    <Check name="temporary" label=t.get("wizard.password.temporary")
                        about=t.get("wizard.password.temporary.about") checked=true/>
                </div>
                <div class="dialog-foot">
                    <a class="btn" data-noscroll href=move || back.get()>{t.get("action.cancel")}</a>
                    <button class="btn btn--primary">
                        {t.get("user.change_password")}
                    </button>
                </div>
            </Form>
        </Dialog>
    }
    .into_any()
}
