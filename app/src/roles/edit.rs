//! `/w/{slug}/roles/new` and `/w/{slug}/roles/{id}`: a role as a matrix, to look at or to change.

use super::cards::{Links, NewCard};
use super::list::{FactorBadge, HasIt};
use super::matrix::{Boxes, Matrix, ticked};
use super::review::opened_with;
use super::serverfns::read_role;
use crate::address::{use_id, use_slug};
use crate::forms::FormState;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::{may, state, texts};
use crate::ui::{Field, FieldError, Icon};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::Fields;
use model::merge::SHOWN_PREFIX;
use model::permissions::{Permission, Permissions};
use model::roles::{ALLOWED, Grants, RoleInput, RoleView};
use model::urls::Url;

/// What the reader holds: nobody gives what they don't.
fn own() -> Permissions {
    state().with_value(|state| state.here.as_ref().map(|here| here.permissions)).unwrap_or_default()
}

#[component]
pub(crate) fn NewRole() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let query = use_query_map();
    let from = Memo::new(move |_| query.with(|query| query.get("from")));
    // A copy begins with what another role allows.
    let model = resource(
        move || (slug.get(), from.get()),
        |(slug, from)| async move {
            match from {
                Some(from) => read_role(slug, from.parse().ok()).await.map(|role| role.row.permissions),
                None => Ok(Permissions::NONE),
            }
        },
    );
    let form = FormState::new();
    view! {
        <leptos_meta::Title text=t.get("roles.add")/>
        <div class="page page--narrow">
            <Loaded found=model view=move |held| view! {
                <NewCard form=form title=t.get("roles.add") text=t.get("roles.add.text")
                    all=Url::Roles { slug: slug.get_untracked() }>
                    <Typed form=form name=String::new() held=held/>
                </NewCard>
            }/>
        </div>
    }
}

/// Name and matrix, as they were typed last.
#[component]
fn Typed(form: FormState, name: String, held: Permissions) -> impl IntoView {
    let t = texts();
    let typed = form.posted.with_untracked(|posted| {
        let posted = posted.as_ref()?;
        posted.values.has("name").then(|| posted.values.all(ALLOWED).filter_map(|text| text.parse().ok()).collect())
    });
    view! {
        <Field name="name" label=t.get("roles.name") value=form.value("name", &name) problem=form.problem("name")/>
        <fieldset class="fieldset">
            <legend class="field-label">{t.get("roles.allows")}</legend>
            <Boxes caption=t.get("roles.allows") held=typed.unwrap_or(held) own=own()/>
            <p class="field-hint">{t.get("roles.matrix.hint")}</p>
            <FieldError name="permissions" problem=form.problem("permissions")/>
        </fieldset>
    }
}

#[component]
pub(crate) fn RolePage() -> impl IntoView {
    let t = texts();
    let (slug, id) = (use_slug(), use_id());
    let role = resource(move || (slug.get(), id.get()), |(slug, id)| read_role(slug, id));
    view! {
        <leptos_meta::Title text=t.get("roles.title")/>
        <div class="page page--narrow">
            <Loaded found=role view=|role| if role.may_edit {
                view! { <Change role=role/> }.into_any()
            } else {
                view! { <RoleDetails role=role/> }.into_any()
            }/>
        </div>
    }
}

/// The change is reviewed before it is made: the form asks the next page for it.
#[component]
fn Change(role: RoleView) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let form = FormState::new();
    let query = use_query_map();
    // Back from the review, with what was typed there.
    let (name, held) = query.with_untracked(|query| match query.get("name") {
        Some(name) => (name, ticked(query)),
        None => (role.row.name.clone(), role.row.permissions),
    });
    let id = role.row.id;
    let saved = RoleInput { name: role.row.name.clone(), permissions: role.row.permissions };
    let opened_with = query.with_untracked(opened_with).unwrap_or_else(|| {
        Fields::default().with("version", role.version.to_string()).with_below(SHOWN_PREFIX, &saved.written())
    });
    view! {
        <form class="card" method="get" action=move || Url::ReviewRole { slug: slug.get(), id }.path()>
            <Head role=role.clone()/>
            {opened_with.pairs().iter().map(|(name, value)| view! {
                <input type="hidden" name=name.clone() value=value.clone()/>
            }).collect_view()}
            <div class="card-body stack"><Typed form=form name=name held=held/></div>
            <footer class="card-foot">
                <Others role=role/>
                <button class="btn btn--primary">{t.get("roles.review")}</button>
            </footer>
        </form>
    }
}

#[component]
fn RoleDetails(role: RoleView) -> impl IntoView {
    let t = texts();
    let builtin = role.row.builtin;
    let grants = vec![Grants { name: String::new(), permissions: role.row.permissions }];
    view! {
        <section class="card">
            <Head role=role.clone()/>
            <div class="card-body stack">
                <Matrix caption=t.get("roles.allows") grants=grants/>
                <p class="muted">{t.get(if builtin { "roles.builtin.about" } else { "roles.not_yours" })}</p>
            </div>
            <footer class="card-foot"><Others role=role/></footer>
        </section>
    }
}

#[component]
fn Head(role: RoleView) -> impl IntoView {
    let t = texts();
    let row = role.row;
    view! {
        <header class="card-head">
            <h1 class="card-title name wrap-anywhere" dir="auto">{row.name}</h1>
            <p class="card-text">
                {row.about}" "<HasIt role=row.id people=row.people/>
                {row.factor_required.then(|| view! { " "<FactorBadge/> })}
            </p>
            {row.replaced_by.map(|replaced_by| view! {
                <div class="notice">
                    <Icon name="info"/>
                    <div class="notice-body"><p>{t.with("roles.going", &[("name", &replaced_by)])}</p></div>
                </div>
            })}
        </header>
    }
}

/// What else can be done with it.
#[component]
fn Others(role: RoleView) -> impl IntoView {
    let t = texts();
    let (slug, id) = (use_slug().get_untracked(), role.row.id);
    let delete = role.may_delete.then(|| Url::DeleteRole { slug: slug.clone(), id });
    let copy = Url::NewRole { slug: slug.clone() }.with(&[("from", &id.to_string())]);
    view! {
        <Links delete=t.get("roles.delete") delete_at=delete all=t.get("roles.all") all_at=Url::Roles { slug }>
            {may(Permission::ROLES_WRITE).then(|| view! { <a class="btn" href=copy>{t.get("roles.copy")}</a> })}
        </Links>
    }
}
