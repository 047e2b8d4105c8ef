//! Views that belong to what they show. Drawn anew in place, a view would keep what the reader has typed, ticked or
//! opened, and show it with something else.

use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos::tachys::view::keyed::keyed;
use std::hash::Hash;

/// A list whose items keep their elements as long as they are the same, wherever in the list they stand. Their state
/// belongs to the owner given, which lives longer than what draws the list: with what draws it anew, the state of items
/// that stay would be gone.
pub(crate) fn each<T, K, V>(
    owner: Owner,
    items: Vec<T>,
    key: impl Fn(&T) -> K + Clone + Send + 'static,
    view: impl Fn(T) -> V + Clone + Send + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    K: Eq + Hash + Send + 'static,
    V: IntoView + 'static,
{
    keyed(items, key, move |_, item| {
        let own = owner.child();
        let view = own.with(|| view(item));
        (stays as fn(usize), OwnedView::new_with_owner(view, own))
    })
}

/// No item shows where it stands.
fn stays(_: usize) {}

/// One view, made from nothing for each value of its key.
pub(crate) fn fresh<K, V>(key: Memo<K>, view: impl Fn(K) -> V + Clone + Send + Sync + 'static) -> impl IntoView
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
    V: IntoView + 'static,
{
    move || {
        let view = view.clone();
        keyed(vec![key.get()], K::clone, move |_, key| (stays as fn(usize), view(key)))
    }
}
