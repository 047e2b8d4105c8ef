//! What was being edited has changed meanwhile: both sides, and the choice.

use crate::state::texts;
use crate::ui::Icon;
use leptos::prelude::*;
use model::users::EditConflict;

/// What is saved now and what was typed, side by side. Saving again replaces the one, `reload` takes it over.
#[component]
pub(crate) fn Conflict(
    conflict: EditConflict,
    #[prop(into)] reload: String,
    title: &'static str,
    text: &'static str,
    take: &'static str,
) -> impl IntoView {
    let t = texts();
    let shown = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    view! {
        <div class="form-errors notice notice--warn" role="alert" tabindex="-1">
            <Icon name="alert"/>
            <div class="notice-body">
                <p class="notice-title">{title}</p>
                <p>{text}</p>
                <table class="diff">
                    <thead><tr><td></td><th scope="col">{t.get("user.conflict.theirs")}</th><th scope="col">{t.get("user.conflict.yours")}</th></tr></thead>
                    <tbody>
                        {conflict.differences.into_iter().map(|difference| view! {
                            <tr>
                                <th scope="row">{t.get(&difference.label)}</th>
                                <td class="name" dir="auto">{shown(difference.theirs)}</td>
                                <td class="name" dir="auto">{shown(difference.yours)}</td>
                            </tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
            <div class="notice-actions"><a class="btn btn--s" rel="external" href=reload>{take}</a></div>
        </div>
    }
}
