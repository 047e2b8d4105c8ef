//! The page that a link of a mail leads to: what it is for, or that it can't be used.

use super::AuthFrame;
use crate::Failure;
use crate::forms::FormState;
use crate::loaded::Loaded;
use crate::resource::Resource;
use crate::state::texts;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::security::LinkView;
use model::urls::Url;

/// The link's secret, as the address has it.
pub(super) fn use_token() -> String {
    use_params_map().with_untracked(|params| params.get("token").unwrap_or_default())
}

#[component]
pub(super) fn LinkPage(
    title: &'static str,
    /// What the link is about; none where it can't be used.
    found: Resource<Result<Option<LinkView>, Failure>>,
    body: fn(LinkView, FormState) -> AnyView,
    /// What to do where it can't be used.
    void: &'static str,
    /// Where to go instead.
    leads: Url,
    leads_label: &'static str,
) -> impl IntoView {
    let form = FormState::new();
    let leads = StoredValue::new(leads.path());
    view! {
        <AuthFrame title=title>
            <Loaded found=found view=move |found| match found {
                Some(found) => body(found, form),
                None => view! { <Void text=void leads=leads.get_value() label=leads_label/> }.into_any(),
            }/>
        </AuthFrame>
    }
}

#[component]
fn Void(text: &'static str, leads: String, label: &'static str) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::failure::set_status(&model::Error::NotFound);
    view! {
        <section class="auth-card">
            <h1 class="auth-title">{texts().get("link.void")}</h1>
            <p class="auth-text">{text}</p>
            <a class="btn btn--primary btn--wide" rel="external" href=leads>{label}</a>
        </section>
    }
}
