//! The way on in a list that is read in one direction.

use super::Icon;
use crate::state::texts;
use leptos::prelude::*;

#[component]
pub(crate) fn NextPage(#[prop(into)] href: String) -> impl IntoView {
    let t = texts();
    view! {
        <footer class="list-foot"><nav class="pager" aria-label=t.get("pager.label")>
            <a class="btn btn--s" rel="next" href=href>{t.get("pager.next")}<Icon name="chevron-right" small=true/></a>
        </nav></footer>
    }
}
