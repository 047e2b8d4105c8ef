//! What addresses of the list say: what is asked of it, and whom they open beside it, over it or in their row.

use crate::address::{encode, use_slug};
use crate::list_keys::EDITED;
use crate::state::feature_is_on;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use model::FieldErrors;
use model::ids::MemberId;
use model::lab::Feature;
use model::urls::{Route, Url};
use model::users::UsersQuery;

/// What the address says of the list. A row has a handful of links that carry it along, so it is read once for all.
#[derive(Clone, Copy)]
struct ListAddress {
    slug: Memo<String>,
    asked: Memo<Result<UsersQuery, FieldErrors>>,
    written: Memo<String>,
}

impl ListAddress {
    fn read() -> Self {
        let query = use_query_map();
        let asked = Memo::new(move |_| {
            query.with(|query| {
                UsersQuery::parse(|name| match (name, query.get(name)) {
                    ("active", Some(how)) => active(how, query.get("active_day")),
                    (_, value) => value,
                })
            })
        });
        Self { slug: use_slug(), asked, written: Memo::new(move |_| asked.with(written)) }
    }

    fn here() -> Self {
        use_context().unwrap_or_else(Self::read)
    }
}

/// Reads the address, for the list and what stands beside it.
pub(super) fn provide_list_address() {
    provide_context(ListAddress::read());
}

/// What the address asks of the list.
pub(super) fn use_asked() -> Memo<Result<UsersQuery, FieldErrors>> {
    ListAddress::here().asked
}

/// The form of the filters sends the day by itself; without one, since and before ask for nothing.
fn active(how: String, day: Option<String>) -> Option<String> {
    match how.as_str() {
        "since" | "before" => day.filter(|day| !day.is_empty()).map(|day| format!("{how}:{day}")),
        _ => Some(how),
    }
}

/// The list's own part of the address, to carry along.
pub(super) fn written(asked: &Result<UsersQuery, FieldErrors>) -> String {
    asked.as_ref().map(|asked| asked.written(encode)).unwrap_or_default()
}

/// The addresses of one user, which carry the list's part along.
#[derive(Clone, Copy)]
pub(super) struct UserAt {
    list: ListAddress,
    id: MemberId,
}

impl UserAt {
    pub(super) fn of(id: MemberId) -> Self {
        Self { list: ListAddress::here(), id }
    }

    /// One of their pages, with more parameters (`tab`).
    pub(super) fn href(self, page: UserPage, more: &[(&str, &str)]) -> String {
        let url = page.url(self.list.slug.get(), self.id);
        self.list.written.with(|list| url.with_query_and(list, more))
    }

    pub(super) fn slug(self) -> String {
        self.list.slug.get_untracked()
    }

    /// The list without them.
    pub(super) fn list(self) -> String {
        self.list.written.with_untracked(|list| Url::Users { slug: self.slug() }.with_query(list))
    }

    /// Their details, once.
    pub(super) fn href_now(self) -> String {
        self.list.written.with_untracked(|list| UserPage::Details.url(self.slug(), self.id).with_query(list))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UserPage {
    Details,
    Edit,
    Onboarding,
    Password,
    Remove,
}

impl UserPage {
    fn url(self, slug: String, id: MemberId) -> Url {
        match self {
            Self::Details => Url::User { slug, id },
            Self::Edit => Url::EditUser { slug, id },
            Self::Onboarding => Url::ScheduleOnboarding { slug, id },
            Self::Password => Url::UserPassword { slug, id },
            Self::Remove => Url::RemoveUser { slug, id },
        }
    }
}

/// Whether the address opens a person's form in their row.
pub(super) fn use_edited_in_row() -> Option<MemberId> {
    let is_in_row = use_query_map().with_untracked(|query| query.get(EDITED.0).as_deref() == Some(EDITED.1));
    match Url::parse(&use_location().pathname.get_untracked())? {
        Url::EditUser { id, .. } if is_in_row && feature_is_on(Feature::ListKeyboard) => Some(id),
        _ => None,
    }
}

/// Whether there is a panel beside the list at this address.
pub(super) fn has_panel(path: &str) -> bool {
    matches!(
        Route::of(path),
        Some(Route::User | Route::EditUser | Route::UserPassword | Route::ScheduleOnboarding | Route::RemoveUser)
    )
}

/// Whose panel, form or dialog this address opens.
pub(super) fn opened(path: &str) -> Option<MemberId> {
    match Url::parse(path)? {
        Url::User { id, .. }
        | Url::EditUser { id, .. }
        | Url::UserPassword { id, .. }
        | Url::ScheduleOnboarding { id, .. }
        | Url::RemoveUser { id, .. } => Some(id),
        _ => None,
    }
}

/// Whether a dialog is over the list.
pub(super) fn has_dialog(path: &str) -> bool {
    matches!(
        Route::of(path),
        Some(Route::NewUser | Route::UserPassword | Route::ScheduleOnboarding | Route::RemoveUser)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_the_filters_belongs_to_since_and_before() {
        let of = |how: &str, day: &str| active(how.into(), Some(day.into()));
        assert_eq!(of("since", "2026-11-22").as_deref(), Some("since:2026-11-22"));
        assert_eq!(of("before:2026-11-22", "2026-11-23").as_deref(), Some("before:2026-11-22"));
        assert_eq!(of("never", "2026-11-22").as_deref(), Some("never"));
        assert_eq!((of("since", ""), active("before".into(), None)), (None, None));
    }
}
