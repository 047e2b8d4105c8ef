//! `/w/{slug}/users/import/{job}`: one import, from its columns to its end. It can be left: the work goes on.

use super::mapping::Columns;
use super::plan::Plan;
use super::report::Report;
use super::serverfns::import;
use crate::address::use_slug;
use crate::forms::FormState;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use model::imports::{ImportView, RowKind};
use model::jobs::JobState;

#[component]
pub(crate) fn ImportPage() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let (params, query) = (use_params_map(), use_query_map());
    let asked = move |name: &str| query.with(|query| query.get(name).unwrap_or_default());
    let id = Memo::new(move |_| params.with(|params| params.get("job").unwrap_or_default()));
    let rows = Memo::new(move |_| (RowKind::named(&asked("show")), asked("after").parse::<i64>().ok()));
    let columns = Memo::new(move |_| asked("step") == "columns");
    let found = resource(
        move || (slug.get(), id.get(), rows.get()),
        |(slug, id, (kind, after))| import(slug, id.parse().ok(), kind, after),
    );
    let form = FormState::new();
    view! {
        <leptos_meta::Title text=t.get("import.title")/>
        <div class="page page--narrow">
            <Loaded found=found view=move |view| shown(view, columns.get(), form)/>
        </div>
    }
}

fn shown(view: ImportView, columns: bool, form: FormState) -> AnyView {
    let (state, mapping) = (view.state, view.mapping.clone());
    match (state, mapping) {
        (JobState::Mapping, Some(mapping)) => view! { <Columns view=view mapping=mapping form=form/> }.into_any(),
        (JobState::Ready, Some(mapping)) if columns => {
            view! { <Columns view=view mapping=mapping form=form/> }.into_any()
        }
        (JobState::Ready, _) => view! { <Plan view=view form=form/> }.into_any(),
        _ => view! { <Report view=view form=form/> }.into_any(),
    }
}
