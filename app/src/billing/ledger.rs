//! `/w/{slug}/settings/billing/ledger`: every entry of a workspace.

use super::entries::{EntryCard, use_query};
use super::serverfns::read_entries;
use super::wallet::BackToWallet;
use crate::address::use_slug;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::Done;
use crate::workspaces::SettingsFrame;
use leptos::prelude::*;

const DONE: &[&str] = &["credits.done.corrected"];

#[component]
pub(crate) fn LedgerPage() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let asked = use_query();
    let found = resource(move || (slug.get(), asked.get()), |(slug, asked)| read_entries(slug, asked));
    view! {
        <SettingsFrame tab="workspace.billing">
            <BackToWallet/>
            <Done keys=DONE/>
            <p class="page-text">{t.get("credits.entries.text")}</p>
            <Loaded found=found view=move |view| view! { <EntryCard view=view mine=false/> }/>
        </SettingsFrame>
    }
}
