//! The fields of one person, in their row. They are saved by the panel's own form, which merges what others have
//! changed meanwhile (docs/adr/0018-merging-edits.md).

use super::keys::{focus_editor, focus_row, row_cell};
use super::serverfn::read_row;
use crate::address::use_slug;
use crate::forms::{Form, FormProblem, FormState, Merged};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::Field;
use leptos::ev::KeyboardEvent;
use leptos::portal::Portal;
use leptos::prelude::*;
use model::ids::MemberId;
use model::list_keys::RowToEdit;
use model::urls::Url;

#[component]
pub(super) fn RowEditor(id: MemberId, editing: RwSignal<Option<MemberId>>, edited: RwSignal<u32>) -> impl IntoView {
    let leave = move || {
        editing.set(None);
        focus_row(id);
    };
    // A list that was drawn anew may no longer have the row.
    row_cell(id).map(|cell| {
        view! {
            <Portal mount=cell>
                <div class="row-editor" on:keydown=move |event: KeyboardEvent| {
                    if event.key() == "Escape" {
                        event.prevent_default();
                        event.stop_propagation();
                        leave();
                    }
                }>
                    <Editor id=id editing=editing edited=edited/>
                </div>
            </Portal>
        }
    })
}

#[component]
fn Editor(id: MemberId, editing: RwSignal<Option<MemberId>>, edited: RwSignal<u32>) -> impl IntoView {
    let slug = use_slug();
    let action = Url::EditUser { slug: slug.get_untracked(), id }.path();
    let form = FormState::at(&action);
    let found = resource(move || slug.get(), move |slug| read_row(slug, id));
    let saved = Callback::new(move |()| {
        editing.set(None);
        edited.update(|count| *count += 1);
        focus_row(id);
    });
    let view = move |row: RowToEdit| {
        let action = action.clone();
        view! { <Controls row=row action=action form=form saved=saved/> }
    };
    view! { <Loaded found=found view=view/> }
}

#[component]
fn Controls(row: RowToEdit, action: String, form: FormState, saved: Callback<()>) -> impl IntoView {
    let t = texts();
    let RowToEdit { fields, version, shown } = row;
    Effect::new(focus_editor);
    view! {
        <Form state=form action=action class="row-editor-form" on_saved=saved>
            <FormProblem state=form/>
            <Merged form=form version=version shown=shown>
                {fields.iter().map(|(field, text)| view! {
                    <Field name=field.name() label=t.get(field.label()) autocomplete="off"
                        value=form.value(field.name(), text) problem=form.problem(field.name())/>
                }).collect_view()}
            </Merged>
            <button class="btn btn--primary btn--s" aria-busy=move || form.busy.get().then_some("true")>
                {t.get("action.save")}
            </button>
            <span class="muted">{t.get("list_keys.escape")}</span>
        </Form>
    }
}
