//! A box to tick, or one of several choices. Its name is its label alone; what it means is its description.

use leptos::prelude::*;

#[component]
pub(crate) fn Check(
    /// `checkbox` or `radio`.
    #[prop(default = "checkbox")]
    kind: &'static str,
    name: &'static str,
    #[prop(default = "on".into(), into)] value: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] about: String,
    #[prop(optional)] checked: bool,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    let id = format!("{name}-{value}");
    let (label_id, about_id) = (format!("{id}-label"), format!("{id}-about"));
    let described = (!about.is_empty()).then(|| about_id.clone());
    view! {
        <label class="check">
            <input type=kind name=name value=value checked=checked disabled=disabled aria-labelledby=label_id.clone()
                aria-describedby=described/>
            <span>
                <span id=label_id>{label}</span>
                {(!about.is_empty()).then(|| view! { <small id=about_id>{about}</small> })}
            </span>
        </label>
    }
}
