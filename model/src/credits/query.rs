//! Which entries of a ledger are looked at.

use super::{CreditFeature, EntryKind};
use crate::Month;
use crate::ids::MemberId;
use crate::{FieldErrors, Fields, Problem};
use serde::{Deserialize, Serialize};

/// Which entries, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryQuery {
    /// Of one kind.
    pub kind: Option<EntryKind>,
    /// For one feature.
    pub feature: Option<CreditFeature>,
    /// Of one month.
    pub month: Option<Month>,
    /// Of one user.
    pub user: Option<MemberId>,
    /// Of whoever asks.
    pub mine: bool,
    /// Those before this number.
    pub before: Option<i64>,
}

impl EntryQuery {
    /// `kind`, `feature`, `month`, `user`, `mine` and `before`, as an address has them. Problems at each.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let optional = |name: &str| Some(fields.get(name).trim()).filter(|text| !text.is_empty()).map(str::to_owned);
        let kind = optional("kind").map(|text| EntryKind::named(&text).ok_or(Problem::NotAChoice)).transpose();
        let feature = optional("feature").map(|text| CreditFeature::parse(&text)).transpose();
        let month = optional("month").map(|text| text.parse()).transpose();
        let user = optional("user").map(|text| text.parse().map_err(|_| Problem::NotAnId)).transpose();
        let before = optional("before").map(|text| text.parse().map_err(|_| Problem::NotANumber)).transpose();
        let query = Self {
            kind: errors.take("kind", kind).flatten(),
            feature: errors.take("feature", feature).flatten(),
            month: errors.take("month", month).flatten(),
            user: errors.take("user", user).flatten(),
            mine: fields.ticked("mine"),
            before: errors.take("before", before).flatten(),
        };
        errors.into_result().map(|()| query)
    }

    /// The same as pairs of an address, without where it goes on.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        pairs.extend(self.kind.map(|kind| ("kind", kind.name().to_owned())));
        pairs.extend(self.feature.as_ref().map(|feature| ("feature", feature.to_string())));
        pairs.extend(self.month.map(|month| ("month", month.to_string())));
        pairs.extend(self.user.map(|user| ("user", user.to_string())));
        pairs.extend(self.mine.then(|| ("mine", "on".to_owned())));
        pairs
    }

    /// Something is looked for.
    pub fn is_filtered(&self) -> bool {
        !self.pairs().is_empty()
    }
}
