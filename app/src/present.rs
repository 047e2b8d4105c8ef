//! From the domain's rows to what a person reads: names of roles, moments in their language and time zone.

use crate::request::RequestContext;
use domain::clock::Micros;
use domain::members::roles::Role;
use domain::phone_numbers::international;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use model::accounts::avatar;
use model::groups::{GroupChoice, GroupName};
use model::ids::{AccountId, GroupId};
use model::page::When;
use model::permissions::Permissions;
use model::roles::{Grants, RoleName};
use model::security::{AttemptRow, Keep, MethodRow, OwnSession, SecurityView, SignInMethodsView, device};
use model::sso::ProvidersView;
use model::tokens::CallRow;
use model::users::{Access, MemberField, SessionRow, UserDetails, UserRow};
use model::{Language, Problem, Refusal, Texts};

/// What presenting depends on.
pub(crate) struct Presenter {
    pub t: Texts,
    pub now: Micros,
    language: Language,
    zone: TimeZone,
}

impl Presenter {
    pub(crate) fn new(request: &RequestContext) -> Self {
        Self {
            t: request.texts(),
            now: request.ctx.now(),
            language: request.preferences.language,
            zone: request.zone(),
        }
    }

    pub(crate) fn when(&self, at: Micros) -> When {
        self.moment(at, "%H:%M %Z")
    }

    /// To the second: in the audit the order of events matters.
    pub(crate) fn when_to_the_second(&self, at: Micros) -> When {
        self.moment(at, "%H:%M:%S %Z")
    }

    fn moment(&self, at: Micros, time: &str) -> When {
        let stamp = Timestamp::from_microsecond(at).unwrap_or_default();
        When {
            iso: format!("{stamp:.0}"),
            exact: self.exact(&stamp.to_zoned(self.zone.clone()), time),
            relative: self.relative(at - self.now),
        }
    }

    /// What the reader's clock and calendar say then.
    pub(crate) fn local(&self, at: Micros) -> DateTime {
        Timestamp::from_microsecond(at).unwrap_or_default().to_zoned(self.zone.clone()).datetime()
    }

    /// "7 December 2026, 14:05 UTC", or with its seconds, by the format of the time.
    fn exact(&self, at: &Zoned, time: &str) -> String {
        format!("{}, {}", self.t.date(at.year(), at.month(), at.day()), at.strftime(time))
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

    /// In the reader's language; the letters where it has no name, nothing where there is none.
    pub(crate) fn country_name(&self, code: &str) -> String {
        crate::country_names::country_name(code, self.language).unwrap_or(code).to_owned()
    }

    pub(crate) fn role_name(&self, role: &Role) -> String {
        role.shown_name(self.t)
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
            name: user.name(),
            avatar: avatar(
                drawn_by,
                user.texts.or_blank(MemberField::FirstName),
                user.texts.or_blank(MemberField::LastName),
                &user.email,
            )
            .pictured(user.picture.as_deref()),
            email: user.email,
            status: user.status,
            super_user: user.super_user,
            roles: user.roles.iter().map(|role| self.role_name(role)).collect(),
            groups: user.groups.into_iter().map(|group| group.name).collect(),
            texts: shown_texts(&user.texts),
            source: user.source,
            second_factor: user.second_factor,
            rights: user.rights,
            joined: self.when(user.joined_at),
            last_active: user.last_active_at.map(|at| self.when(at)),
            ends: user.ends_at.map(|at| self.when(at)),
        }
    }

    /// A call of a token.
    pub(crate) fn call(&self, call: domain::tokens::calls::CallRecord) -> CallRow {
        // Tenths of a millisecond say enough.
        #[expect(clippy::cast_precision_loss, reason = "a call does not take years")]
        let millis = (call.duration as f64 / 100.0).round() / 10.0;
        CallRow {
            id: call.id,
            at: self.when(call.at),
            method: call.method,
            route: call.route,
            status: call.status,
            token: call.token,
            duration: format!("{millis} ms"),
            address: call.address,
        }
    }

    /// Why a part of long work could not be done.
    pub(crate) fn refusal(&self, refusal: &Refusal) -> String {
        self.t.refusal(refusal)
    }

    /// What someone may do, in a line.
    pub(crate) fn access(&self, access: &Access, roles: &[Role]) -> String {
        let flag = access.super_user.then(|| self.t.get("role.super_user").to_owned());
        let named = roles.iter().filter(|role| access.roles.contains(&role.id)).map(|role| self.role_name(role));
        flag.into_iter().chain(named).collect::<Vec<_>>().join(", ")
    }

    /// Everything of a user.
    pub(crate) fn details(&self, user: domain::users::Details) -> UserDetails {
        let listed = &user.listed;
        let access = Access { super_user: listed.super_user, roles: user.own_roles().map(|role| role.id).collect() };
        let flag = listed
            .super_user
            .then(|| Grants { name: self.t.get("role.super_user").to_owned(), permissions: Permissions::all() });
        let by_role = |(role, through): &(Role, Option<GroupId>)| {
            let name = self.role_name(role);
            let group = listed.groups.iter().find(|group| Some(group.id) == *through);
            let name = group.map_or(name.clone(), |group| {
                self.t.with("user.role_through", &[("role", &name), ("group", &group.name)])
            });
            Grants { name, permissions: role.permissions }
        };
        let by_roles: Vec<Grants> = user.role_sources.iter().map(by_role).collect();
        let roles = by_roles.iter().map(|grants| grants.name.clone()).collect();
        let grants = flag.into_iter().chain(by_roles).collect();
        let groups = listed.groups.iter().map(|one| GroupName { id: one.id, name: one.name.clone() }).collect();
        UserDetails {
            language: listed.language.as_deref().map(language_name).unwrap_or_default(),
            time_zone: listed.time_zone.clone().unwrap_or_default(),
            by: user.by,
            temporary_until: user.temporary_until.map(|at| self.when(at)),
            removed: user.removed_at.map(|at| self.when(at)),
            version: listed.version,
            row: self.user(user.listed),
            personal: user.personal,
            verification_due: user.verification_due,
            entry_link: user.entry_link,
            access,
            roles,
            groups,
            grants,
        }
    }

    pub(crate) fn session(&self, session: domain::users::SignedIn) -> SessionRow {
        SessionRow {
            last_seen: self.when(session.last_seen_at),
            address: session.address,
            device: device(self.t, &session.user_agent),
            current: session.current,
        }
    }
}

impl Presenter {
    /// What whoever replaces it is shown.
    pub(crate) fn sign_in_methods(&self, found: domain::auth::SignInMethods) -> SignInMethodsView {
        let t = self.t;
        let when = |key: &str, at: Micros| t.with(key, &[("when", &self.when(at).exact)]);
        let session = |one: domain::auth::ActiveSession| MethodRow {
            value: String::new(),
            label: device(t, &one.user_agent),
            about: format!("{} · {}", one.address, when("recover.session.seen", one.last_seen_at)),
        };
        let passkey = |one: domain::auth::passkeys::Passkey| {
            let used = one
                .last_used_at
                .map_or_else(|| t.get("recover.keep.unused").to_owned(), |at| when("recover.keep.used", at));
            MethodRow {
                value: one.id.to_string(),
                label: t.with("recover.keep.passkey", &[("name", &one.name)]),
                about: format!("{} · {used}", when("recover.keep.added", one.created_at)),
            }
        };
        let app = found.app_since.map(|since| MethodRow {
            value: Keep::APP.to_owned(),
            label: t.get("recover.keep.app").to_owned(),
            about: when("recover.keep.since", since),
        });
        let codes = (found.codes > 0).then(|| MethodRow {
            value: Keep::CODES.to_owned(),
            label: t.count("recover.keep.codes", found.codes),
            about: String::new(),
        });
        SignInMethodsView {
            sessions: found.sessions.into_iter().map(session).collect(),
            others: found.passkeys.into_iter().map(passkey).chain(app).chain(codes).collect(),
        }
    }

    /// One's own security.
    pub(crate) fn security(&self, found: domain::account::Security, providers: ProvidersView) -> SecurityView {
        let session = |one: domain::account::OwnSession| OwnSession {
            id: one.id,
            device: device(self.t, &one.user_agent),
            address: one.address,
            began: self.when(one.began_at),
            last_seen: self.when(one.last_seen_at),
            current: one.current,
        };
        let attempt = |one: domain::auth::Attempt| AttemptRow {
            when: self.when(one.at),
            outcome: one.outcome,
            device: device(self.t, &one.user_agent),
            address: one.address,
        };
        SecurityView {
            password_set: found.password_set_at.map(|at| self.when(at)),
            elsewhere: found.at_provider.then_some(Problem::SignsInElsewhere),
            passkey_only: found.passkey_only,
            providers,
            email: found.email,
            sessions: found.sessions.into_iter().map(session).collect(),
            attempts: found.attempts.into_iter().map(attempt).collect(),
            delete_at: found.delete_at.map(|at| self.when(at)),
        }
    }
}

/// A language by the name its speakers give it.
pub(crate) fn language_name(tag: &str) -> String {
    tag.parse().map(Language::own_name).unwrap_or_default().to_owned()
}

/// Groups as choices.
pub(crate) fn group_choices(found: Vec<domain::groups::Choice>) -> Vec<GroupChoice> {
    found
        .into_iter()
        .map(|one| GroupChoice { id: one.id, name: one.name, can_manage_members: one.can_manage_members })
        .collect()
}
/// A text of a member as pages show it: a telephone number in its international form.
pub(crate) fn shown_text(field: MemberField, text: &str) -> String {
    if field == MemberField::Phone && !text.is_empty() { international(text) } else { text.to_owned() }
}

/// The same of all.
fn shown_texts(texts: &model::users::Texts) -> model::users::Texts {
    texts.iter().map(|(field, text)| (field, text.map(|text| shown_text(field, text)))).collect()
}
