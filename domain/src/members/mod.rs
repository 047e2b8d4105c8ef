//! The rows that every feature about people stands on: an account and its memberships, what they hold, whom a verb is
//! done to, and the columns and totals derived from them.

mod account;
mod admission;
mod counters;
mod derived;
mod free_name;
pub mod groups;
mod last_super_user;
mod member;
mod newcomers;
mod preferences;
mod removed_accounts;
pub mod roles;
pub(crate) mod row;
mod target;
pub(crate) mod terms;
mod texts;
mod version;

pub use account::{NewAccount, Secret, insert_account};
pub(crate) use account::{TEMPORARY, insert_accounts};
pub(crate) use admission::listed;
pub use admission::{Admission, admit};
pub(crate) use counters::count_return;
pub use counters::{Counter, MemberCounts, count, counter_of};
pub(crate) use derived::{Derived, Shown, refresh, refresh_account, refresh_accounts, refresh_all, rewrite_all};
pub(crate) use free_name::{Named, require_free_name};
pub(crate) use groups::{groups_of, groups_of_all};
pub(crate) use last_super_user::{STAYING_SUPER_USER, lock_super_users, others_stay, spare_last_super_user};
pub use member::{Grant, insert_member};
pub(crate) use member::{clear_removed, delete, delete_all};
pub(crate) use newcomers::{NewMember, insert_new_members};
pub use preferences::Preferences;
pub(crate) use preferences::languages;
pub(crate) use removed_accounts::{allow_rejoin, block_rejoin};
pub(crate) use row::MemberRow;
pub(crate) use target::{OWNER, SHARED, Target, WITHIN, notify_access, source_of, status_of};
pub use texts::parse_text;
pub(crate) use texts::{country_of, country_of_time_zone, country_within, texts_edited};
pub(crate) use version::require_version;
