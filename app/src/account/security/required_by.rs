//! The workspace that led here because it asks for a second factor (`?for=`).

use crate::state::{state, texts};
use crate::ui::{Icon, Sentence};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::urls::Url;
use model::workspaces::WorkspaceLink;

/// It, if it is one of the reader's.
pub(super) fn use_asking() -> Memo<Option<WorkspaceLink>> {
    let query = use_query_map();
    let mine = state().with_value(|state| state.workspaces.clone());
    Memo::new(move |_| {
        let slug = query.with(|query| query.get("for"))?;
        mine.iter().find(|workspace| workspace.slug == slug).cloned()
    })
}

/// Why one is here, and the way out.
#[component]
pub(super) fn Asking() -> impl IntoView {
    let t = texts();
    let required_by = use_asking();
    move || {
        required_by.get().map(|workspace| {
            let leave = Url::LeaveWorkspace { slug: workspace.slug.clone() }.path();
            view! {
                <div class="notice" role="status">
                    <Icon name="key"/>
                    <div class="notice-body">
                        <p class="wrap-anywhere">
                            <Sentence text=t.get("factor.asked") values=vec![("workspace", workspace.name)]/>
                        </p>
                    </div>
                    <div class="notice-actions">
                        <a class="btn btn--s" rel="external" href=leave>{t.get("leave.submit")}</a>
                    </div>
                </div>
            }
        })
    }
}
