//! Many people at once: the rows that the verbs would have made, without asking for each. `stories/seed.rs` compares
//! the two.

use super::people::Person;
use super::{Seeding, at_that_time, one};
use crate::clock::{DAY, Micros};
use crate::db::{Query, Rows, Tx, put_terms, query};
use crate::members::{Counter, Derived, Preferences, Shown, count};
use crate::{Context, Error, audit, keys};
use model::ids::{AccountId, MemberId};
use model::users::{MemberField, RoleChoice, Source, Status, Texts};
use std::collections::{BTreeMap, HashSet};

/// Adds these, who joined when it says. Those who are members stay as they are; those who have an account, and those
/// who have been here before, go by the verbs.
pub(super) async fn add_all(seeding: &Seeding, tx: &mut Tx, people: &[(Person, Micros)]) -> Result<(), Error> {
    let emails: Vec<String> = people.iter().map(|(person, _)| keys::email(&person.email)).collect();
    let members = known(tx, "SELECT email_key FROM members WHERE email_key IN", &emails).await?;
    let accounts = known(tx, "SELECT email_key FROM accounts WHERE email_key IN", &emails).await?;
    let mut batch = Batch::new(seeding, tx).await?;
    for ((person, joined), email) in people.iter().zip(&emails) {
        if members.contains(email) || accounts.contains(email) {
            one::add(seeding, tx, person, *joined).await?;
        } else {
            batch.add(person, *joined)?;
        }
    }
    batch.write(tx).await
}

async fn known(tx: &mut Tx, sql: &str, emails: &[String]) -> Result<HashSet<String>, Error> {
    let mut known = HashSet::new();
    for some in emails.chunks(500) {
        let marks: Vec<String> = (1..=some.len()).map(|n| format!("${n}")).collect();
        let sql = format!("{sql} ({})", marks.join(", "));
        let found: Vec<(String,)> = some.iter().fold(query(sql), Query::bind).all(tx).await?;
        known.extend(found.into_iter().map(|(email,)| email));
    }
    Ok(known)
}

struct Batch<'a> {
    seeding: &'a Seeding,
    preferences: Preferences,
    accounts: Rows,
    members: Rows,
    roles: Rows,
    events: Rows,
    terms: Vec<(MemberId, String)>,
    /// By day: who came, who was suspended.
    days: BTreeMap<Micros, (i64, i64)>,
}

impl<'a> Batch<'a> {
    async fn new(seeding: &'a Seeding, tx: &mut Tx) -> Result<Self, Error> {
        let then = at_that_time(&seeding.ctx, seeding.by, seeding.now);
        Ok(Self {
            seeding,
            preferences: Preferences::of_inviter(&then, tx, seeding.membership.workspace).await?,
            accounts: Rows::of(
                "accounts (id, email, email_key, first_name, last_name, phone, language, time_zone, theme_preference,
                           password_temporary, created_at, version)",
            ),
            members: Rows::of(
                "members (id, workspace_id, account_id, status, super_user, source, added_by, joined_at, last_active_at,
                          second_factor, email, first_name, last_name, phone, name_key, email_key, phone_key, role_key,
                          search, version)",
            ),
            roles: Rows::of("member_roles (member_id, role_id)"),
            events: Rows::of(audit::ROWS),
            terms: Vec::new(),
            days: BTreeMap::new(),
        })
    }

    fn add(&mut self, person: &Person, joined: Micros) -> Result<(), Error> {
        let (seeding, then) = (self.seeding, at_that_time(&self.seeding.ctx, self.seeding.by, joined));
        let suspended = one::suspended(seeding, person, joined);
        let (role, name) = seeding.role_of(person)?;
        let shown = Shown {
            workspace: seeding.membership.workspace,
            email: person.email.clone(),
            texts: Texts::default()
                .with(MemberField::FirstName, person.first_name.clone())
                .with(MemberField::LastName, person.last_name.clone())
                .with(MemberField::Phone, person.phone.clone()),
            status: if suspended.is_some() { Status::Suspended } else { Status::Active },
            super_user: person.role.is_none(),
            source: Source::Seeded,
            second_factor: person.second_factor,
        };
        let roles = match role {
            RoleChoice::SuperUser => Vec::new(),
            RoleChoice::Role(id) => vec![(id, name)],
        };
        let account = self.account(&then, &shown);
        let member: MemberId = then.id();
        for (id, _) in &roles {
            self.roles.push([member.into(), (*id).into()]);
        }
        let after = serde_json::json!({ "role": role.written(), "existing_account": false, "source": Source::Seeded });
        self.event(&then, audit::Event::new(audit::Action::MemberCreate).target(member, &shown.email).after(&after))?;
        self.days.entry(joined / DAY).or_default().0 += 1;
        if let Some(at) = suspended {
            let then = at_that_time(&seeding.ctx, seeding.by, at);
            self.event(&then, audit::Event::new(audit::Action::MemberSuspend).target(member, &shown.email))?;
            self.days.entry(at / DAY).or_default().1 += 1;
        }
        let derived = Derived::of(&shown, &roles, &[]);
        self.terms.push((member, derived.terms.clone()));
        self.member((member, account), shown, derived, joined, one::last_active(seeding, person, joined));
        Ok(())
    }

    fn event(&mut self, then: &Context, event: audit::Event) -> Result<(), Error> {
        self.events.push(event.within(self.seeding.membership.workspace).row(then)?);
        Ok(())
    }

    fn account(&mut self, then: &Context, shown: &Shown) -> AccountId {
        let id: AccountId = then.id();
        self.accounts.push([
            id.into(),
            (&shown.email).into(),
            keys::email(&shown.email).into(),
            shown.texts.or_blank(MemberField::FirstName).into(),
            shown.texts.or_blank(MemberField::LastName).into(),
            shown.texts.get(MemberField::Phone).map(str::to_owned).into(),
            self.preferences.language.tag().into(),
            (&self.preferences.time_zone).into(),
            String::from(self.preferences.theme_preference.clone()).into(),
            false.into(),
            then.now().into(),
            1.into(),
        ]);
        id
    }

    fn member(
        &mut self,
        (id, account): (MemberId, AccountId),
        shown: Shown,
        derived: Derived,
        joined: Micros,
        last_active: Option<Micros>,
    ) {
        let version = if shown.status == Status::Active { 1 } else { 2 };
        self.members.push([
            id.into(),
            shown.workspace.into(),
            account.into(),
            shown.status.name().into(),
            shown.super_user.into(),
            shown.source.name().into(),
            self.seeding.by.into(),
            joined.into(),
            last_active.unwrap_or_default().into(),
            shown.second_factor.into(),
            shown.email.into(),
            shown.texts.or_blank(MemberField::FirstName).into(),
            shown.texts.or_blank(MemberField::LastName).into(),
            shown.texts.get(MemberField::Phone).map(str::to_owned).into(),
            derived.name_key.into(),
            derived.email_key.into(),
            derived.phone_key.into(),
            derived.role_key.into(),
            derived.search.into(),
            version.into(),
        ]);
    }

    async fn write(self, tx: &mut Tx) -> Result<(), Error> {
        self.accounts.insert(tx).await?;
        self.members.insert(tx).await?;
        self.roles.insert(tx).await?;
        self.events.insert(tx).await?;
        put_terms(tx, self.terms).await?;
        let Seeding { ctx, membership, by, .. } = self.seeding;
        for (day, (came, suspended)) in self.days {
            let then = at_that_time(ctx, *by, day * DAY);
            count(&then, tx, membership.workspace, Counter::ActiveMembers, came).await?;
            if suspended > 0 {
                count(&then, tx, membership.workspace, Counter::ActiveMembers, -suspended).await?;
                count(&then, tx, membership.workspace, Counter::SuspendedMembers, suspended).await?;
            }
        }
        Ok(())
    }
}
