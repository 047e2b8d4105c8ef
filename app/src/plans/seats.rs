//! The seats that are left, said before the limit is reached.

use crate::state::texts;
use crate::ui::Icon;
use leptos::prelude::*;
use model::plans::Seats;

/// Nothing while there is room enough.
#[component]
pub(crate) fn SeatsNotice(seats: Option<Seats>) -> impl IntoView {
    let words = seats.and_then(|seats| texts().seats(&seats));
    words.map(|words| {
        view! {
            <div class="notice notice--warn seats" role="note">
                <Icon name="info"/>
                <div class="notice-body"><p>{words}</p></div>
            </div>
        }
    })
}
