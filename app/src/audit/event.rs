//! One event, and what it changed.

use super::timeline::AuditLine;
use crate::address::{encode, use_slug};
use crate::state::texts;
use crate::ui::Icon;
use leptos::prelude::*;
use model::audit::{AuditQuery, Change, EventRow};
use model::urls::Url;

#[component]
pub(super) fn Event(event: EventRow) -> impl IntoView {
    let t = texts();
    let EventRow { id, audit_entry, who, whom, time, how, address, token, changes } = event;
    let from = [how, address, token].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let when = audit_entry.when.clone();
    let (by, target) = (audit_entry.by.clone(), audit_entry.target.clone());
    view! {
        <li class="audit-event">
            <time datetime=when.iso title=when.exact.clone()>{time}</time>
            <div class="audit-told">
                <p><AuditLine audit_entry=audit_entry/></p>
                <details class="behind">
                    <summary>
                        <Icon name="chevron-right" small=true/>
                        {t.get("audit.details")}
                        <span class="muted">{from}</span>
                    </summary>
                    <div class="audit-details">
                        {(!changes.is_empty()).then(|| view! { <Changes changes=changes/> })}
                        <p class="muted">{when.exact} " · " <span class="mono wrap-anywhere">{id.to_string()}</span></p>
                        <p class="row audit-only">
                            {(!who.is_empty()).then(|| view! {
                                <Only asked=AuditQuery { who, ..AuditQuery::default() }
                                    words=t.with("audit.all_by", &[("name", &by)])/>
                            })}
                            {(!whom.is_empty() && !target.is_empty()).then(|| view! {
                                <Only asked=AuditQuery { whom, ..AuditQuery::default() }
                                    words=t.with("audit.all_about", &[("name", &target)])/>
                            })}
                        </p>
                    </div>
                </details>
            </div>
        </li>
    }
}

/// Leads to these events alone.
#[component]
fn Only(asked: AuditQuery, words: String) -> impl IntoView {
    let href = Url::Audit { slug: use_slug().get_untracked() }.with_query(&asked.written(encode));
    view! { <a class="link" dir="auto" href=href>{words}</a> }
}

#[component]
fn Changes(changes: Vec<Change>) -> impl IntoView {
    let t = texts();
    let value = |value: String| if value.is_empty() { "–".to_owned() } else { value };
    view! {
        <table class="audit-changes">
            <thead>
                <tr><th>{t.get("audit.field")}</th><th>{t.get("audit.before")}</th><th>{t.get("audit.after")}</th></tr>
            </thead>
            <tbody>
                {changes.into_iter().map(|change| view! {
                    <tr>
                        <th scope="row">{change.field}</th>
                        <td dir="auto">{value(change.before)}</td>
                        <td dir="auto">{value(change.after)}</td>
                    </tr>
                }).collect_view()}
            </tbody>
        </table>
    }
}
