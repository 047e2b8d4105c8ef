//! The end: what was made, the password once, and on to the next.

use super::dialog::Head;
use crate::address::use_slug;
use crate::state::{state, texts};
use crate::ui::{CopyAll, CopyField, Icon};
use leptos::prelude::*;
use model::Problem;
use model::urls::Url;
use model::wizard::{Made, WizardView};

/// A form that asks the next page, so that without a script as well nobody goes on before they ticked that they have
/// the password.
#[component]
pub(super) fn Done(view: WizardView, title: &'static str) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let slug = slug.get_untracked();
    let (to, done) = match &view.made {
        Some(Made::Added { member, existing, .. }) => {
            (Url::User { slug: slug.clone(), id: *member }, if *existing { "joined" } else { "added" })
        }
        _ => (Url::Invitations { slug: slug.clone() }, ""),
    };
    let another = Url::NewUser { slug: slug.clone() }.path();
    let there = if done.is_empty() { to.path() } else { to.with(&[("done", done)]) };
    view! {
        <form class="wizard" method="get" action=to.path()>
            {(!done.is_empty()).then(|| view! { <input type="hidden" name="done" value=done/> })}
            <Head title=title back=Signal::stored(there)/>
            <div class="dialog-body">
                {match view.made.clone() {
                    Some(Made::Added { name, email, existing, generated, member }) => view! {
                        <Added name=name email=email existing=existing/>
                        {match (view.password.clone(), generated) {
                            (Some(password), _) => view! {
                                <Password password=password view=view.clone()/>
                            }.into_any(),
                            (None, true) => view! {
                                <p class="muted">
                                    {t.get("wizard.done.gone")}" "
                                    <a class="link" href=Url::UserPassword { slug, id: member }.path()>
                                        {t.get("user.change_password")}
                                    </a>
                                </p>
                            }.into_any(),
                            (None, false) => ().into_any(),
                        }}
                    }.into_any(),
                    Some(Made::Invited { invited, refused }) => view! {
                        <Invited invited=invited refused=refused/>
                    }.into_any(),
                    None => ().into_any(),
                }}
            </div>
            <div class="dialog-foot">
                <span class="dialog-foot-start">
                    <button class="btn btn--quiet" formaction=another>
                        <Icon name="plus"/>
                        {t.get("wizard.done.another")}
                    </button>
                </span>
                <button class="btn btn--primary">{t.get("wizard.done.title")}</button>
            </div>
        </form>
    }
}

#[component]
fn Added(name: String, email: String, existing: bool) -> impl IntoView {
    let name = if name.is_empty() { email } else { name };
    let key = if existing { "user.joined" } else { "user.added" };
    view! {
        <div class="notice notice--ok" role="status">
            <Icon name="check-circle"/>
            <div class="notice-body"><p>{texts().with(key, &[("name", &name)])}</p></div>
        </div>
    }
}

/// Everything that has to be handed over, for the only time.
#[component]
fn Password(password: String, view: WizardView) -> impl IntoView {
    let t = texts();
    let lines = [view.sign_in.as_str(), &view.entered.email, &password].join("\n");
    let text = t.get("wizard.password.once.text");
    view! {
        <div class="notice notice--warn"><Icon name="key"/><div class="notice-body">
            <p class="notice-title">{t.get("wizard.password.once.title")}</p><p>{text}</p>
        </div></div>
        <dl class="facts">
            <div><dt>{t.get("wizard.done.sign_in")}</dt><dd>{view.sign_in}</dd></div>
            <div><dt>{t.get("field.email")}</dt><dd>{view.entered.email}</dd></div>
        </dl>
        <div class="field"><span class="field-label">{t.get("wizard.password.generated")}</span>
            <CopyField value=password label=t.get("wizard.password.generated") ticks="taken"/></div>
        <div class="row"><CopyAll text=lines label=t.get("wizard.done.copy_all") ticks="taken"/></div>
        <label class="check">
            <input type="checkbox" name="taken" required/>
            <span>{t.get("wizard.done.copied")}</span>
        </label>
    }
}

#[component]
fn Invited(invited: Vec<(String, Option<String>)>, refused: Vec<(String, Problem)>) -> impl IntoView {
    let t = texts();
    let mail = state().with_value(|state| state.mail);
    let told = match invited.as_slice() {
        [] => t.get("wizard.done.nobody").to_owned(),
        [(email, _)] => t.with(if mail { "invitations.on_its_way" } else { "invitations.copy" }, &[("email", email)]),
        many => t.count("wizard.done.invited", i64::try_from(many.len()).unwrap_or(i64::MAX)),
    };
    let ok = !invited.is_empty();
    let alone = invited.len() == 1;
    view! {
        <div class="notice" class:notice--ok=ok role="status">
            <Icon name=if ok { "check-circle" } else { "info" }/>
            <div class="notice-body"><p>{told}</p></div>
        </div>
        <ul class="stack stack--s wizard-people">
            {invited.into_iter().map(|(email, link)| match link {
                Some(link) => view! {
                    <li class="field">{(!alone).then(|| view! { <span class="field-label">{email.clone()}</span> })}
                        <CopyField value=link label=t.with("invitations.link_for", &[("email", &email)])/></li>
                }.into_any(),
                None => (!alone).then(|| view! { <li>{email}</li> }).into_any(),
            }).collect_view()}
        </ul>
        {(!refused.is_empty()).then(|| view! {
            <div class="notice notice--warn"><Icon name="alert"/><div class="notice-body">
                <p class="notice-title">{t.get("wizard.done.refused")}</p>
                <ul>
                    {refused.into_iter().map(|(email, problem)| view! {
                        <li>{email}": "{t.problem(problem)}</li>
                    }).collect_view()}
                </ul>
            </div></div>
        })}
    }
}
