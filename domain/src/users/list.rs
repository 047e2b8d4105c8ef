//! The list: search, filters, order, keyset pages.

use super::belongings::{Belongings, belongings_of};
use super::cursor::Cursor;
use super::filter::UserFilter;
use super::find::find;
use super::list_preferences;
use super::order::PageRequest;
use crate::clock::Micros;
use crate::db::Tx;
use crate::members::roles::{self, Role};
use crate::members::{MemberRow, groups};
use crate::rules::{self, Person};
use crate::{Context, Error, Membership};
use model::accounts::full_name;
use model::ids::{AccountId, MemberId};
use model::page::Page;
use model::permissions::Permission;
use model::users::{ListPreferences, MemberField, Rights, Source, Status, Texts, UsersQuery};

/// A row of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The key in addresses and forms.
    pub id: MemberId,
    /// None while invited.
    pub account: Option<AccountId>,
    /// The address of their account, or of their invitation.
    pub email: String,
    /// All that there are.
    pub texts: Texts,
    /// The id of their picture; none: their initials are shown.
    pub picture: Option<String>,
    /// As it is now: an invitation that has run out is expired.
    pub status: Status,
    /// They may do everything, by a flag in place of roles.
    pub super_user: bool,
    /// Their own, and those of their groups.
    pub roles: Vec<Role>,
    /// By name.
    pub groups: Vec<groups::Named>,
    /// How they came to be a member.
    pub source: Source,
    /// They have one here; what a provider asks for does not count.
    pub second_factor: bool,
    /// When they became a member, or were invited.
    pub joined_at: Micros,
    /// None: they were never here.
    pub last_active_at: Option<Micros>,
    /// When the membership ends, or the invitation; none: never.
    pub ends_at: Option<Micros>,
    /// BCP 47, of their account; none while invited, and where only a part of the list's columns was read.
    pub language: Option<String>,
    /// The IANA name of their account's time zone; none as the language.
    pub time_zone: Option<String>,
    /// Counts changes of the membership and of what it shows of the account.
    pub version: i64,
    /// What the actor may do to them; nothing where only a part of the list's columns was read.
    pub rights: Rights,
}

/// A page of the workspace's users, as the actor likes it where the address says nothing. Needs `users:read`. A
/// constant number of queries, however many there are.
pub async fn list(ctx: &Context, slug: &str, asked: &UsersQuery) -> Result<(Page<Listed>, ListPreferences), Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    list_in(ctx, &mut tx, &membership, asked).await
}

/// The same, as a part of something larger.
pub(super) async fn list_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    asked: &UsersQuery,
) -> Result<(Page<Listed>, ListPreferences), Error> {
    membership.require(Permission::USERS_READ)?;
    let list_preferences = list_preferences::of(ctx, tx).await?;
    let size = asked.size.unwrap_or(list_preferences.size).clamp(1, UsersQuery::MAX_SIZE);
    let from = asked.after.as_deref().map(|text| Cursor::parse(text, asked.sort)).transpose();
    let from = from.map_err(|problem| Error::at("after", problem))?;
    let filter = UserFilter::of(ctx, tx, membership, asked).await?;

    let budget = ctx.roster.settings.list;
    let (limit, first) = (i64::from(size), from.as_ref());
    let request = PageRequest { asked, from: first, size: limit, budget };
    let (mut rows, mut total) = find(tx, &filter, &request).await?;
    // A page that has been emptied since its address was made: what stands before it is shown, and nothing comes after.
    let turned = first.filter(|_| rows.is_empty()).map(Cursor::turned);
    if turned.is_some() {
        let request = PageRequest { asked, from: turned.as_ref(), size: limit, budget };
        (rows, total) = find(tx, &filter, &request).await?;
    }
    let is_turned = turned.is_some();
    let from = turned.or(from);
    let more = rows.len() > size as usize;
    rows.truncate(size as usize);
    let back = from.as_ref().is_some_and(|cursor| cursor.back);
    if back {
        rows.reverse();
    }
    let has_previous = if back { more } else { from.is_some() && !is_turned };
    let start = first_rank(from.as_ref(), rows.len(), has_previous);
    let cursor = |at: usize, back| {
        let rank = start.map_or(0, |start| start.saturating_add_unsigned(at as u64));
        rows.get(at)
            .map(|row| Cursor::new(asked.sort, back, row.sort_key(asked.sort.key), row.id).ranked(rank).written())
    };
    let next = cursor(rows.len().saturating_sub(1), false).filter(|_| more || (back && !is_turned));
    let previous = cursor(0, true).filter(|_| has_previous);

    let mut belongings = belongings_of(tx, &rows).await?;
    let now = ctx.now();
    let listed = |row: MemberRow| {
        let Belongings { language, time_zone, shared, at_provider, roles, groups } =
            belongings.remove(&row.id).unwrap_or_default();
        let listed = Listed { roles, groups, language, time_zone, ..Listed::of(&row, now)? };
        let rights = rights(membership, &person(membership, &listed, shared, at_provider));
        Ok(Listed { rights, ..listed })
    };
    let items = rows.into_iter().map(listed).collect::<Result<_, Error>>()?;
    Ok((Page { items, next, previous, start, total }, list_preferences))
}

/// Someone whose roles are already read, as the rules ask.
pub(super) fn person(membership: &Membership, of: &Listed, shared: bool, at_provider: bool) -> Person {
    Person {
        status: of.status,
        super_user: of.super_user,
        owner: membership.owner_id.is_some() && membership.owner_id == of.account,
        permissions: roles::combined_permissions(&of.roles),
        is_me: membership.member == Some(of.id),
        shared,
        at_provider,
    }
}

/// What the actor may do to someone.
pub(super) fn rights(membership: &Membership, person: &Person) -> Rights {
    let is_me = person.is_me;
    let below = rules::can_act_on(membership, person).is_ok();
    Rights {
        edit: is_me || (below && membership.has(Permission::USERS_WRITE)),
        remove: !is_me && below && membership.has(Permission::USERS_DELETE),
        resend: !is_me && below && membership.has(Permission::INVITATIONS_WRITE),
        is_me,
        password: rules::password_is_settable(person).err().and_then(|refusal| refusal.problem()),
    }
}

/// Where the page's first row stands in the list, from 1, as the cursor has counted; what has come in between moves it.
/// None where the cursor doesn't know.
fn first_rank(from: Option<&Cursor>, rows: usize, has_previous: bool) -> Option<i64> {
    let rows = i64::try_from(rows).unwrap_or_default();
    match from {
        _ if !has_previous => Some(1),
        Some(cursor) if cursor.rank <= 0 => None,
        Some(cursor) if cursor.back => Some((cursor.rank - rows).max(1)),
        Some(cursor) => Some(cursor.rank.saturating_add(1)),
        None => Some(1),
    }
}

/// Whom a name, an e-mail address or a part of one finds in the workspace, with their account; none where it finds
/// nobody, or several.
pub(crate) async fn only_match(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    text: &str,
) -> Result<Option<(MemberId, Option<AccountId>)>, Error> {
    let asked = UsersQuery { q: text.to_owned(), ..UsersQuery::default() };
    let filter = match UserFilter::of(ctx, tx, membership, &asked).await {
        Err(Error::Invalid(_)) => return Ok(None),
        filter => filter?,
    };
    let request = PageRequest { asked: &asked, from: None, size: 1, budget: ctx.roster.settings.list };
    let (rows, _) = find(tx, &filter, &request).await?;
    match &rows[..] {
        [only] => Ok(Some((only.id.into(), only.account()))),
        _ => Ok(None),
    }
}

impl Listed {
    /// Without roles, groups and rights, which stand elsewhere.
    pub(super) fn of(row: &MemberRow, now: Micros) -> Result<Self, Error> {
        Ok(Self {
            id: row.id.into(),
            account: row.account(),
            email: row.email.clone(),
            texts: row.texts(),
            picture: row.picture.clone(),
            status: row.status(now)?,
            super_user: row.super_user,
            roles: Vec::new(),
            groups: Vec::new(),
            source: row.source()?,
            second_factor: row.second_factor,
            joined_at: row.joined_at,
            last_active_at: row.last_active_at(),
            ends_at: row.ends_at,
            language: None,
            time_zone: None,
            version: row.version,
            rights: Rights::default(),
        })
    }

    /// First and last name.
    pub fn name(&self) -> String {
        full_name(self.texts.or_blank(MemberField::FirstName), self.texts.or_blank(MemberField::LastName))
    }
}
