//! What the pages of roles and of groups have in common.

use crate::Failure;
use crate::address::use_slug;
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::Resource;
use crate::state::{may, texts};
use crate::ui::Icon;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::permissions::Permission;
use model::urls::Url;

/// The words of a list's page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ListWords {
    pub title: &'static str,
    pub text: &'static str,
    pub add: &'static str,
}

/// What was done last, as the address says it, and the id of what it was done to.
pub(crate) fn use_done() -> Memo<(String, String)> {
    let query = use_query_map();
    let asked = move |name: &str| query.with(|query| query.get(name).unwrap_or_default());
    Memo::new(move |_| (asked("done"), asked("which")))
}

#[component]
pub(crate) fn ListPage<T, V, O>(
    words: ListWords,
    /// Where another one is made.
    new: fn(String) -> Url,
    found: Resource<Result<T, Failure>>,
    view: V,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: Fn(T) -> O + Clone + Send + 'static,
    O: RenderHtml + Send + 'static,
{
    let t = texts();
    let slug = use_slug();
    view! {
        <leptos_meta::Title text=t.get(words.title)/>
        <div class="page">
            <header class="page-head">
                <h1 class="page-title">{t.get(words.title)}</h1>
                <p class="page-text">{t.get(words.text)}</p>
                <div class="page-actions">
                    {may(Permission::ROLES_WRITE).then(|| view! {
                        <a class="btn btn--primary" href=move || new(slug.get()).path()>
                            <Icon name="plus"/>{t.get(words.add)}
                        </a>
                    })}
                </div>
            </header>
            <Loaded found=found view=view/>
        </div>
    }
}

/// What has just been done, with the name of what it was done to.
#[component]
pub(crate) fn DoneNotice(
    /// In the catalogues, by what was done.
    words: fn(&str) -> Option<&'static str>,
    done: String,
    name: Option<String>,
) -> impl IntoView {
    words(&done).map(|key| {
        view! {
            <div class="notice notice--ok" role="status">
                <Icon name="check-circle"/>
                <div class="notice-body"><p>{texts().with(key, &[("name", &name.unwrap_or_default())])}</p></div>
            </div>
        }
    })
}

/// The form of a new one.
#[component]
pub(crate) fn NewCard(
    form: FormState,
    title: &'static str,
    text: &'static str,
    /// Where all of them are.
    all: Url,
    children: Children,
) -> impl IntoView {
    let t = texts();
    view! {
        <Form state=form class="card">
            <header class="card-head"><h1 class="card-title">{title}</h1><p class="card-text">{text}</p></header>
            <div class="card-body stack"><FormProblem state=form/>{children()}</div>
            <footer class="card-foot">
                <a class="btn" href=all.path()>{t.get("action.cancel")}</a>
                <button class="btn btn--primary">{title}</button>
            </footer>
        </Form>
    }
}

/// The question before one is deleted.
#[component]
pub(crate) fn DeleteCard(
    form: FormState,
    name: String,
    text: &'static str,
    may_delete: bool,
    /// Where it is.
    keep: Url,
    children: Children,
) -> impl IntoView {
    let t = texts();
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h1 class="card-title name wrap-anywhere" dir="auto">
                    {t.with("roles.delete.title", &[("name", &name)])}
                </h1>
                <p class="card-text">{text}</p>
            </header>
            <div class="card-body stack"><FormProblem state=form/>{children()}</div>
            <footer class="card-foot">
                <a class="btn" href=keep.path()>{t.with("roles.keep", &[("name", &name)])}</a>
                <button class="btn btn--danger" disabled=!may_delete>
                    {t.get("roles.delete.submit")}
                </button>
            </footer>
        </Form>
    }
}

/// What else can be done with one.
#[component]
pub(crate) fn Links(
    delete: &'static str,
    /// Where it is deleted, if it may be.
    delete_at: Option<Url>,
    all: &'static str,
    all_at: Url,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        {delete_at.map(|url| view! { <a class="btn btn--danger-quiet" href=url.path()>{delete}</a> })}
        {children.map(|children| children())}
        <a class="btn" href=all_at.path()>{all}</a>
    }
}
