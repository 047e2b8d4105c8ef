//! Forms that are merged with what others saved meanwhile ([`model::merge`]): what they were opened with, and the
//! question about a field that both sides changed.

use super::FormState;
use crate::state::texts;
use crate::ui::Icon;
use leptos::prelude::*;
use model::Fields;
use model::merge::{Difference, KEEP, KEEP_SAVED, SHOWN_PREFIX};

/// The controls of such a form.
#[component]
pub(crate) fn Merged(
    form: FormState,
    /// Of what the controls hold,
    version: i64,
    /// and what they hold.
    shown: Fields,
    children: Children,
) -> impl IntoView {
    let conflict = form.posted.with(|posted| posted.as_ref().map(|posted| posted.conflict.clone()));
    view! {
        {opened_with(form, version, &shown)}
        {conflict.filter(|conflict| !conflict.is_empty()).map(|conflict| view! { <Question conflict=conflict/> })}
        {children()}
    }
}

/// What the form that came back says of itself, or else the page.
fn opened_with(form: FormState, version: i64, shown: &Fields) -> impl IntoView + use<> {
    let hidden = form.posted.with(|posted| match posted {
        Some(posted) if posted.values.has("version") => {
            // An answer that was given stands until the question is asked anew.
            let kept = |name: &str| {
                name == "version"
                    || name.starts_with(SHOWN_PREFIX)
                    || (name.starts_with(KEEP) && posted.conflict.is_empty())
            };
            posted.values.pairs().iter().filter(|(name, _)| kept(name)).cloned().collect()
        }
        _ => {
            let all = Fields::default().with("version", version.to_string()).with_below(SHOWN_PREFIX, shown);
            all.pairs().to_vec()
        }
    });
    hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
}

/// Which side stays, field by field; what was typed, unless something else is chosen.
#[component]
fn Question(conflict: Vec<Difference>) -> impl IntoView {
    let t = texts();
    view! {
        <div class="form-errors notice notice--warn conflict" role="alert" tabindex="-1">
            <Icon name="alert"/>
            <div class="notice-body stack">
                <div><p class="notice-title">{t.get("conflict.title")}</p><p>{t.get("conflict.text")}</p></div>
                {conflict.into_iter().map(|one| {
                    let name = format!("{KEEP}{}", one.field);
                    view! {
                        <fieldset class="conflict-field">
                            <legend class="field-label">{one.label}</legend>
                            <Side name=name.clone() value=KEEP_SAVED says=t.get("conflict.saved") text=one.saved/>
                            <Side name=name value="mine" says=t.get("conflict.mine") text=one.mine/>
                        </fieldset>
                    }
                }).collect_view()}
            </div>
        </div>
    }
}

#[component]
fn Side(name: String, value: &'static str, says: &'static str, text: String) -> impl IntoView {
    let text = if text.is_empty() { "–".to_owned() } else { text };
    view! {
        <label class="check">
            <input type="radio" name=name value=value checked=value != KEEP_SAVED/>
            <span>{says}" "<bdi class="name">{text}</bdi></span>
        </label>
    }
}
