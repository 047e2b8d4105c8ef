//! A picture or initials on a colour, and a person in a row.

use leptos::prelude::*;
use model::pictures::Size;

/// `size`: s, m, l or xl. Decoration: the name stands beside it.
#[component]
pub(crate) fn Avatar(of: model::page::Avatar, size: &'static str, #[prop(optional)] square: bool) -> impl IntoView {
    let shape = if square { " avatar--square" } else { "" };
    let Some(picture) = of.picture else {
        return view! {
            <span class=format!("avatar avatar--{size}{shape} avatar-{}", of.hue) aria-hidden="true">
                {of.initials}
            </span>
        }
        .into_any();
    };
    let (pixels, stored) = match size {
        "s" => ("24", Size::Small),
        "m" => ("32", Size::Small),
        "l" => ("48", Size::Small),
        _ => ("88", Size::Large),
    };
    view! {
        <img class=format!("avatar avatar--{size}{shape}") src=picture.address(stored) alt="" width=pixels height=pixels
            loading="lazy" decoding="async"/>
    }
    .into_any()
}

/// Name over e-mail beside the avatar; `href` makes the row its link.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn Person(
    name: String,
    email: String,
    avatar: model::page::Avatar,
    #[prop(optional, into)] href: Option<String>,
) -> impl IntoView {
    let shown = if name.is_empty() { email.clone() } else { name };
    view! {
        <div class="person">
            <Avatar of=avatar size="m"/>
            <span class="person-text">
                {match href {
                    Some(href) => view! {
                        <a class="row-link person-name name" dir="auto" data-noscroll href=href>{shown}</a>
                    }.into_any(),
                    None => view! { <span class="person-name name" dir="auto">{shown}</span> }.into_any(),
                }}
                <span class="person-mail">{email}</span>
            </span>
        </div>
    }
}
