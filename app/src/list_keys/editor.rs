//! The fields of one person, in their row. They are saved by the panel's own form, which merges what others have
//! changed meanwhile (docs/adr/0018-merging-edits.md).

use super::serverfn::read_row;
use crate::forms::{Form, FormProblem, FormState, Merged};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::Field;
use leptos::prelude::*;
use model::ids::MemberId;
use model::list_keys::RowToEdit;

/// What the address of a person's form says where it stands in their row (`?in=row`).
pub(crate) const EDITED: (&str, &str) = ("in", "row");

#[component]
pub(crate) fn RowEditor(
    slug: String,
    id: MemberId,
    /// Where it is saved.
    action: String,
    /// The list, for whoever leaves it.
    back: String,
) -> impl IntoView {
    let form = FormState::at(&action);
    let found = resource(move || (slug.clone(), id), |(slug, id)| read_row(slug, id));
    let view = move |row: RowToEdit| {
        let (action, back) = (action.clone(), back.clone());
        view! { <Controls row=row action=action back=back form=form/> }
    };
    view! { <div class="row-editor"><Loaded found=found view=view/></div> }
}

#[component]
fn Controls(row: RowToEdit, action: String, back: String, form: FormState) -> impl IntoView {
    let t = texts();
    let RowToEdit { fields, version, shown } = row;
    view! {
        <Form state=form action=action class="row-editor-form">
            <FormProblem state=form/>
            <Merged form=form version=version shown=shown>
                {fields.iter().map(|(field, text)| view! {
                    <Field name=field.name() label=t.get(field.label()) autocomplete="off"
                        value=form.value(field.name(), text) problem=form.problem(field.name())/>
                }).collect_view()}
            </Merged>
            <button class="btn btn--primary btn--s">{t.get("action.save")}</button>
            <a class="btn btn--s" data-close="" data-noscroll href=back>{t.get("action.cancel")}</a>
            <span class="muted">{t.get("list_keys.escape")}</span>
        </Form>
    }
}
