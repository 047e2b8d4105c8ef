//! What is entered about credits. Moments are read by the domain, which knows the calendar.

use super::amount::{number, number_or, parse_amount};
use super::{
    CreditFeature, DEFAULT_HOLD_SECONDS, DEFAULT_PRIORITY, GrantCategory, MAX_CREDITS, MAX_HOLD_SECONDS, MAX_NOTE,
};
use crate::fields::{line, optional_line};
use crate::ids::{EntryId, GrantId, HoldId, MemberId, MovementId, RoleId};
use crate::{FieldErrors, Fields, Problem};
use std::str::FromStr;

/// Credits that are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantInput {
    /// Chosen by whoever asks, so that asking again gives nothing twice.
    pub id: Option<GrantId>,
    /// Where they come from.
    pub category: GrantCategory,
    /// How many.
    pub amount: i64,
    /// The least is used first.
    pub priority: i64,
    /// From when on they can be used: a day of UTC or a moment of RFC 3339; empty: now.
    pub effective: String,
    /// Until when, in the same way, a day being the last; empty: for ever.
    pub expires: String,
    /// Why; may be empty.
    pub note: String,
}

impl GrantInput {
    /// `id`, `category`, `amount`, `priority`, `effective_at`, `expires_at` and `note`. Problems at each.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = errors.take("id", optional_id(fields.get("id")));
        let category = errors.take("category", category(fields.get("category")));
        let amount = errors.take("amount", parse_amount(fields.get("amount")));
        let priority = errors.take("priority", number_or(fields.get("priority"), 0, 1000, DEFAULT_PRIORITY));
        let note = errors.take("note", note(fields.get("note")));
        errors.into_result()?;
        Ok(Self {
            id: id.flatten(),
            category: category.unwrap_or(GrantCategory::Promotional),
            amount: amount.unwrap_or_default(),
            priority: priority.unwrap_or(DEFAULT_PRIORITY),
            effective: fields.get("effective_at").trim().to_owned(),
            expires: fields.get("expires_at").trim().to_owned(),
            note: note.unwrap_or_default(),
        })
    }
}

/// Credits to reserve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldInput {
    /// Chosen by whoever asks, so that asking again reserves nothing twice.
    pub id: Option<HoldId>,
    /// How many.
    pub amount: i64,
    /// What for.
    pub feature: CreditFeature,
    /// For whom; none: for whoever asks.
    pub user: Option<MemberId>,
    /// How long they are reserved at the most.
    pub seconds: i64,
    /// May be empty.
    pub note: String,
}

impl HoldInput {
    /// `id`, `amount`, `feature`, `user`, `expires_in` (seconds) and `note`. Problems at each.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let seconds = number_or(fields.get("expires_in"), 1, MAX_HOLD_SECONDS, DEFAULT_HOLD_SECONDS);
        let seconds = errors.take("expires_in", seconds);
        let id = errors.take("id", optional_id(fields.get("id")));
        let used = Used::parse(fields, &mut errors);
        errors.into_result()?;
        let Used { amount, feature, user, note } = used.ok_or_else(FieldErrors::default)?;
        Ok(Self { id: id.flatten(), amount, feature, user, seconds: seconds.unwrap_or(DEFAULT_HOLD_SECONDS), note })
    }
}

/// Credits to use at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DebitInput {
    /// Chosen by whoever asks, so that asking again takes nothing twice.
    pub id: Option<MovementId>,
    /// How many.
    pub amount: i64,
    /// What for.
    pub feature: CreditFeature,
    /// By whom; none: by whoever asks.
    pub user: Option<MemberId>,
    /// May be empty.
    pub note: String,
}

impl DebitInput {
    /// `id`, `amount`, `feature`, `user` and `note`. Problems at each.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = errors.take("id", optional_id(fields.get("id")));
        let used = Used::parse(fields, &mut errors);
        errors.into_result()?;
        let Used { amount, feature, user, note } = used.ok_or_else(FieldErrors::default)?;
        Ok(Self { id: id.flatten(), amount, feature, user, note })
    }
}

/// What a hold and a debit have in common.
struct Used {
    amount: i64,
    feature: CreditFeature,
    user: Option<MemberId>,
    note: String,
}

impl Used {
    fn parse(fields: &Fields, errors: &mut FieldErrors) -> Option<Self> {
        let amount = errors.take("amount", parse_amount(fields.get("amount")));
        let feature = errors.take("feature", CreditFeature::parse(fields.get("feature")));
        let user = errors.take("user", optional_id(fields.get("user")));
        let note = errors.take("note", note(fields.get("note")));
        Some(Self { amount: amount?, feature: feature?, user: user?, note: note? })
    }
}

/// An entry to put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionInput {
    /// Chosen by whoever asks, so that asking again corrects nothing twice.
    pub id: Option<MovementId>,
    /// The entry.
    pub entry: EntryId,
    /// How much of it; none: what is left of it.
    pub amount: Option<i64>,
    /// Why.
    pub note: String,
}

impl CorrectionInput {
    /// `id`, `entry`, `amount` and `note`. Problems at each.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = errors.take("id", optional_id(fields.get("id")));
        let entry = errors.take("entry", optional_id::<EntryId>(fields.get("entry")).and_then(required));
        let amount = match fields.get("amount").trim() {
            "" => Ok(None),
            text => parse_amount(text).map(Some),
        };
        let amount = errors.take("amount", amount);
        let note = errors.take("note", line(fields.get("note"), MAX_NOTE));
        errors.into_result()?;
        match (id, entry, amount, note) {
            (Some(id), Some(entry), Some(amount), Some(note)) => Ok(Self { id, entry, amount, note }),
            _ => Err(FieldErrors::one("form", Problem::Malformed)),
        }
    }
}

/// How much may be used in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapInput {
    /// Of what; none: of everything together.
    pub feature: Option<CreditFeature>,
    /// By whom.
    pub subject: CapSubject,
    /// How many.
    pub amount: i64,
}

/// Whose use a cap limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapSubject {
    /// That of all together.
    Workspace,
    /// That of each who has the role.
    Role(RoleId),
    /// That of one person.
    Member(MemberId),
}

impl CapInput {
    /// `feature`, `amount`, and of `role` and `user` at most one. Problems at each.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let feature = match fields.get("feature").trim() {
            "" => Ok(None),
            text => CreditFeature::parse(text).map(Some),
        };
        let feature = errors.take("feature", feature);
        let amount = errors.take("amount", number(fields.get("amount"), 0, MAX_CREDITS));
        let role = errors.take("role", optional_id::<RoleId>(fields.get("role")));
        let user = errors.take("user", optional_id::<MemberId>(fields.get("user")));
        let subject = match (role.flatten(), user.flatten()) {
            (None, None) => CapSubject::Workspace,
            (Some(role), None) => CapSubject::Role(role),
            (None, Some(member)) => CapSubject::Member(member),
            (Some(_), Some(_)) => {
                errors.add("user", Problem::RoleOrUser);
                CapSubject::Workspace
            }
        };
        errors.into_result()?;
        Ok(Self { feature: feature.flatten(), subject, amount: amount.unwrap_or_default() })
    }
}

/// A wish for credits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditRequestInput {
    /// How many.
    pub amount: i64,
    /// What for.
    pub reason: String,
}

impl CreditRequestInput {
    /// `amount` and `reason`. Problems at each.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let amount = errors.take("amount", parse_amount(fields.get("amount")));
        let reason = errors.take("reason", line(fields.get("reason"), MAX_NOTE));
        errors.into_result()?;
        Ok(Self { amount: amount.unwrap_or_default(), reason: reason.unwrap_or_default() })
    }
}

/// What is decided about a wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionInput {
    /// The credits to give; none: it is rejected.
    pub approved: Option<i64>,
    /// Why; a rejection needs it.
    pub answer: String,
}

impl DecisionInput {
    /// `decision` (`approve` or `reject`), `amount` and `answer`. Problems at each.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let (approved, answer) = match fields.get("decision") {
            "approve" => (parse_amount(fields.get("amount")).map(Some), note(fields.get("answer"))),
            "reject" => (Ok(None), line(fields.get("answer"), MAX_NOTE)),
            _ => return Err(FieldErrors::one("decision", Problem::NotAChoice)),
        };
        let approved = errors.take("amount", approved);
        let answer = errors.take("answer", answer);
        errors.into_result()?;
        Ok(Self { approved: approved.flatten(), answer: answer.unwrap_or_default() })
    }
}

/// When those who run the workspace are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlertsInput {
    /// When credits last for no more than so many days; 0: never.
    pub forecast_days: i64,
}

impl AlertsInput {
    /// `forecast_days`. Problems there.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let days = errors.take("forecast_days", number(fields.get("forecast_days"), 0, 90));
        errors.into_result()?;
        Ok(Self { forecast_days: days.unwrap_or_default() })
    }
}

fn category(text: &str) -> Result<GrantCategory, Problem> {
    match GrantCategory::named(text) {
        Some(category) if GrantCategory::GIVEN.contains(&category) => Ok(category),
        _ if text.is_empty() => Err(Problem::Required),
        _ => Err(Problem::NotAChoice),
    }
}

fn note(text: &str) -> Result<String, Problem> {
    optional_line(text, MAX_NOTE).map(Option::unwrap_or_default)
}

fn optional_id<T: FromStr>(text: &str) -> Result<Option<T>, Problem> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Problem::NotAnId),
    }
}

fn required<T>(value: Option<T>) -> Result<T, Problem> {
    value.ok_or(Problem::Required)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cap_is_of_one_subject() {
        let id = "01900000-0000-7000-8000-000000000000";
        let fields = Fields::default().with("amount", "5").with("role", id).with("user", id);
        let errors = CapInput::parse(&fields).unwrap_err();
        assert_eq!(errors.get("user"), Some(&Problem::RoleOrUser));
    }
}
