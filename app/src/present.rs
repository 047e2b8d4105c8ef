//! From the domain's rows to what a person reads: names of roles, moments in their language and time zone.

use crate::visit::Visit;
use domain::clock::Micros;
use domain::roles::Role;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use model::accounts::{avatar, full_name};
use model::ids::AccountId;
use model::page::When;
use model::users::{RoleName, UserRow};
use model::{Language, Texts};

/// What presenting depends on.
pub(crate) struct Presenter {
    pub t: Texts,
    now: Micros,
    zone: TimeZone,
}

impl Presenter {
    pub(crate) fn new(visit: &Visit) -> Self {
        let zone = TimeZone::get(&visit.preferences.time_zone).unwrap_or(TimeZone::UTC);
        Self { t: visit.preferences.language.texts(), now: visit.ctx.now(), zone }
    }

    pub(crate) fn when(&self, at: Micros) -> When {
        let stamp = Timestamp::from_microsecond(at).unwrap_or_default();
        When {
            iso: format!("{stamp:.0}"),
            exact: self.exact(&stamp.to_zoned(self.zone.clone())),
            relative: self.relative(at - self.now),
        }
    }

    /// "7 December 2026, 14:05 UTC".
    fn exact(&self, at: &Zoned) -> String {
        let month = self.t.get(&format!("month.{}", at.month()));
        let values = [("day", at.day().to_string()), ("month", month.to_owned()), ("year", at.year().to_string())];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        format!("{}, {}", self.t.with("date.day", &values), at.strftime("%H:%M %Z"))
    }

    /// "3 hours ago", "in 14 days".
    fn relative(&self, distance: Micros) -> String {
        let seconds = distance.abs() / 1_000_000;
        let (unit, n) = match seconds {
            0..45 => return self.t.get("time.now").to_owned(),
            45..2_700 => ("minutes", (seconds + 30) / 60),
            2_700..79_200 => ("hours", (seconds + 1_800) / 3_600),
            79_200..2_160_000 => ("days", (seconds + 43_200) / 86_400),
            2_160_000..28_080_000 => ("months", (seconds + 1_296_000) / 2_592_000),
            _ => ("years", (seconds + 15_768_000) / 31_536_000),
        };
        let amount = self.t.count(&format!("duration.{unit}"), n);
        self.t.with(if distance < 0 { "time.ago" } else { "time.in" }, &[("time", &amount)])
    }

    pub(crate) fn role_name(&self, role: &Role) -> String {
        match &role.builtin {
            Some(key) => self.t.get(&format!("role.{key}")).to_owned(),
            None => role.name.clone(),
        }
    }

    pub(crate) fn role(&self, role: &Role) -> RoleName {
        let about = role.builtin.as_ref().map(|key| self.t.get(&format!("role.{key}.about")).to_owned());
        RoleName { id: role.id, name: self.role_name(role), about: about.unwrap_or_default() }
    }

    pub(crate) fn user(&self, user: domain::users::Listed) -> UserRow {
        // Who is invited has no account yet: the colour is the invitation's.
        let drawn_by = user.account.unwrap_or(AccountId(user.id.0));
        UserRow {
            id: user.id,
            name: full_name(&user.first_name, &user.last_name),
            avatar: avatar(drawn_by, &user.first_name, &user.last_name, &user.email),
            email: user.email,
            status: user.status,
            super_user: user.super_user,
            roles: user.roles.iter().map(|role| self.role_name(role)).collect(),
            phone: user.phone,
            source: user.source,
            second_factor: user.second_factor,
            joined: self.when(user.joined_at),
            last_active: user.last_active_at.map(|at| self.when(at)),
            ends: user.ends_at.map(|at| self.when(at)),
        }
    }
}

/// A language by the name its speakers give it.
pub(crate) fn language_name(tag: &str) -> String {
    tag.parse().map(Language::own_name).unwrap_or_default().to_owned()
}
