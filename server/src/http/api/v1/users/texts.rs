//! Texts of a user, as a call says them.

use crate::http::api::input::Input;
use domain::members::parse_text;
use model::users::{MemberField, Texts};
use model::{Country, FieldErrors};

/// Those that the body has, and that are well; national telephone numbers are of this country.
pub(super) fn texts(input: &Input, country: Option<Country>, errors: &mut FieldErrors) -> Texts {
    let sent = MemberField::texts().filter(|field| input.has(field.name()));
    let read = |field: MemberField| parse_text(field, input.fields.get(field.name()), country);
    sent.filter_map(|field| Some((field, errors.take(field.name(), read(field))?))).collect()
}
