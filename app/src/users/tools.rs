//! What stands at the top right of the list: views, columns, import and download.

use super::addresses::use_asked;
use crate::address::{encode, use_slug};
use crate::downloads::DownloadMenu;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::{may, texts};
use crate::ui::{Check, FieldError, Icon, Menu};
use leptos::prelude::*;
use model::ids::ViewId;
use model::permissions::Permission;
use model::urls::Url;
use model::users::{Density, ListPreferences, MemberField, UsersQuery, View};

#[component]
pub(super) fn Tools(views: Vec<View>, list_preferences: ListPreferences) -> impl IntoView {
    let slug = use_slug();
    view! {
        <div class="page-actions">
            <Views views=views/>
            <ListPreferencesMenu list_preferences=list_preferences/>
            {may(Permission::USERS_WRITE).then(|| view! {
                <a class="btn" href=move || Url::Imports { slug: slug.get() }.path() title=texts().get("users.import")>
                    <Icon name="upload"/><span class="page-actions-word">{texts().get("users.import")}</span>
                </a>
            })}
            <Download/>
        </div>
    }
}

/// Lists that were kept, and keeping this one. The button has the name of the view that the list began with.
#[component]
fn Views(views: Vec<View>) -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let now = asked.get_untracked().unwrap_or_default();
    let action = Url::UserViews { slug: slug.get_untracked() }.with_query(&now.written(encode));
    let form = FormState::at(&action);
    let current = views.iter().find(|view| Some(view.id) == now.view).cloned();
    let changed = current.as_ref().is_some_and(|view| view.query != now.kept().written(encode));
    let title = match &current {
        Some(view) if changed => t.with("views.changed", &[("name", &view.name)]),
        Some(view) => view.name.clone(),
        None => t.get("views.title").to_owned(),
    };
    let button =
        view! { <Icon name="star"/><span class="page-actions-word truncate name" dir="auto">{title.clone()}</span> };
    let label = if current.is_some() { format!("{}: {title}", t.get("views.title")) } else { title };
    view! {
        <Menu modifier="menu--end" name="tools" button_class="btn" button=button label=label>
            <Form state=form action=action>
                {views.into_iter().map(|view| view! { <ViewRow view=view current=now.view/> }).collect_view()}
                {current.filter(|view| view.may_change).map(|view| view! { <ChangeView view=view form=form/> })}
                <div class="menu-form">
                    <FormProblem state=form/>
                    <label class="field-label" for="view_name">{t.get("views.new")}</label>
                    <input class="input" id="view_name" name="view_name" maxlength="60" autocomplete="off"
                        aria-describedby="view_name-error"/>
                    <FieldError name="view_name" problem=form.problem("view_name")/>
                    {may(Permission::USERS_WRITE).then(|| view! {
                        <Check name="shared" label=t.get("views.share")/>
                    })}
                    <button class="btn btn--primary btn--s">{t.get("action.save")}</button>
                </div>
            </Form>
        </Menu>
    }
}

#[component]
fn ViewRow(view: View, current: Option<ViewId>) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let delete = t.with("views.delete", &[("name", &view.name)]);
    let href = Url::Users { slug: slug.get_untracked() }.with_query_and(&view.query, &[("view", &view.id.to_string())]);
    let is_current = (Some(view.id) == current).then_some("true");
    view! {
        <div class="menu-row">
            <a class="menu-item" href=href aria-current=is_current>
                <span class="menu-item-text truncate name" dir="auto">{view.name}</span>
                {view.shared.then(|| view! {
                    <Icon name="users" small=true/><span class="sr-only">{t.get("views.shared")}</span>
                })}
            </a>
            {view.may_change.then(|| view! {
                <button class="btn btn--quiet btn--icon btn--s" name="delete" value=view.id.to_string()
                    aria-label=delete formnovalidate>
                    <Icon name="trash" small=true/>
                </button>
            })}
        </div>
    }
}

/// Gives the view that the list began with its name anew, and what the list shows now.
#[component]
fn ChangeView(view: View, form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <div class="menu-form">
            <label class="field-label" for="new_name">{t.get("views.rename")}</label>
            <input class="input" id="new_name" name="new_name" maxlength="60" autocomplete="off"
                aria-describedby="new_name-error" value=form.value("new_name", &view.name)/>
            <FieldError name="new_name" problem=form.problem("new_name")/>
            <button class="btn btn--s" name="update" value=view.id.to_string()>{t.get("views.update")}</button>
        </div>
    }
}

/// How the reader likes the list.
#[component]
fn ListPreferencesMenu(list_preferences: ListPreferences) -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let now = asked.get_untracked().unwrap_or_default();
    let action = Url::UserColumns { slug: slug.get_untracked() }.with_query(&now.written(encode));
    let form = FormState::at(&action);
    let columns = now.columns.unwrap_or(list_preferences.columns);
    let density = now.density.unwrap_or(list_preferences.density);
    let size = now.size.unwrap_or(list_preferences.size);
    let button = view! { <Icon name="settings"/><span class="page-actions-word">{t.get("likes.title")}</span> };
    view! {
        <Menu modifier="menu--end" name="tools" button_class="btn" button=button label=t.get("likes.title").to_owned()>
            <Form state=form action=action class="menu-form">
                <FormProblem state=form/>
                <fieldset class="fieldset">
                    <legend class="field-label">{t.get("likes.columns")}</legend>
                    {MemberField::columns().map(|column| {
                        let checked = columns.contains(&column);
                        view! {
                            <Check name="columns" value=column.name() label=t.get(column.label()) checked=checked/>
                        }
                    }).collect_view()}
                </fieldset>
                <fieldset class="fieldset">
                    <legend class="field-label">{t.get("likes.density")}</legend>
                    {Density::ALL.into_iter().map(|one| view! {
                        <Check kind="radio" name="density" value=one.name()
                            label=t.get(&format!("likes.{}", one.name())) checked=one == density/>
                    }).collect_view()}
                </fieldset>
                <label class="field-label" for="likes-size">{t.get("likes.size")}</label>
                <select class="input select" id="likes-size" name="size">
                    {UsersQuery::SIZES.into_iter().map(|one| view! {
                        <option value=one.to_string() selected=one == size>{one.to_string()}</option>
                    }).collect_view()}
                </select>
                <button class="btn btn--primary btn--s">{t.get("action.save")}</button>
            </Form>
        </Menu>
    }
}

/// The list as a file: as it is narrowed, or everyone.
#[component]
fn Download() -> impl IntoView {
    let slug = use_slug().get_untracked();
    let asked = use_asked().get_untracked();
    let narrowed = asked.as_ref().is_ok_and(UsersQuery::is_narrowed);
    let now = asked.unwrap_or_default();
    let href = move |format: &str, all: bool| {
        let now = now.clone();
        let asked = UsersQuery {
            after: None,
            size: None,
            ..if all { UsersQuery { columns: now.columns, ..UsersQuery::default() } } else { now }
        };
        Url::DownloadUsers { slug: slug.clone() }.with_query_and(&asked.written(encode), &[("format", format)])
    };
    view! { <DownloadMenu href=href narrowed=narrowed these="download.these" all="download.all"/> }
}
