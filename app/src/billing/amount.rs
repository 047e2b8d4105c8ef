//! Amounts of credits and entries, in words.

use crate::state::{state, texts};
use leptos::prelude::*;
use model::credits::EntryKind;

/// "1,200 en-credits", by what the installation calls them.
pub(super) fn credits(n: i64) -> String {
    let name = state().with_value(|state| state.credit_name.clone());
    format!("{} {name}", texts().number(n))
}

/// "+1,200" or "−25": what an entry adds to a balance, or takes out of it.
pub(super) fn signed(n: i64) -> String {
    let number = texts().number(n.saturating_abs());
    if n < 0 { format!("\u{2212}{number}") } else { format!("+{number}") }
}

/// Words with an amount in them, at `{credits}`.
pub(super) fn with_credits(key: &str, n: i64) -> String {
    texts().with(key, &[("credits", &credits(n))])
}

/// "Use: ai.completions", or the kind alone where nothing was used.
pub(super) fn entry_name(kind: EntryKind, feature: &str) -> String {
    let kind = texts().get(&format!("credits.kind.{}", kind.name()));
    if feature.is_empty() { kind.to_owned() } else { format!("{kind}: {feature}") }
}
