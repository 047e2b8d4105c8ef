//! Events, newest first: when, who did what to whom.

use crate::state::texts;
use crate::ui::{Sentence, Time};
use leptos::prelude::*;
use model::Texts;
use model::audit::AuditEntry;

#[component]
pub(crate) fn Timeline(events: Vec<AuditEntry>) -> impl IntoView {
    view! {
        <ul class="timeline">
            {events.into_iter().map(|event| view! {
                <li><Time at=event.when.clone()/><p><AuditLine audit_entry=event/></p></li>
            }).collect_view()}
        </ul>
    }
}

/// An event as a sentence.
#[component]
pub(super) fn AuditLine(audit_entry: AuditEntry) -> impl IntoView {
    let t = texts();
    let AuditEntry { action, by, target, .. } = audit_entry;
    let target = if target.is_empty() { t.get("audit.someone").to_owned() } else { target };
    view! { <Sentence text=sentence(t, &action) values=vec![("by", by), ("target", target), ("action", action)]/> }
}

/// The sentence of an action. One without a text of its own is still told, by its name.
pub(super) fn sentence(t: Texts, action: &str) -> &'static str {
    let own = action.split_once('.').and_then(|(noun, verb)| t.find(&format!("audit.{noun}.{verb}")));
    own.unwrap_or_else(|| t.get("audit.unknown"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Language;

    #[test]
    fn every_action_makes_a_sentence() {
        let t = Language::English.texts();
        assert_eq!(sentence(t, "member.create"), "{by} added {target}");
        for unknown in ["member.teleport", "someone", "unknown", ""] {
            assert_eq!(sentence(t, unknown), "{by}: {action}", "{unknown}");
        }
    }
}
