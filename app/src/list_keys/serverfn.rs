//! What the editor in a row asks the server.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::ids::MemberId;
use model::list_keys::RowToEdit;

/// Someone's name and texts, as far as the reader may change them, where the feature is on.
#[server(prefix = "/fn", endpoint = "users/row", input = Json, output = Postcard)]
pub async fn read_row(slug: String, id: MemberId) -> Result<RowToEdit, Failure> {
    use model::permissions::Permission;
    use model::users::{MemberField, Owner};
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::users::row_to_edit(&request.ctx, &slug, id).await)?;
    let may_write = request.ctx.require(&slug, Permission::USERS_WRITE).await.is_ok();
    let (personal, version) = (found.personal, found.listed.version);
    let user = crate::present::Presenter::new(&request).user(found.listed);
    let is_offered = |field: &MemberField| match field.spec().text {
        // Numbers have their own rules and hints: the panel has room for them.
        _ if *field == MemberField::Phone => false,
        Some(Owner::Account) => personal.is_none(),
        _ => may_write,
    };
    let fields: Vec<(MemberField, String)> =
        MemberField::texts().filter(is_offered).map(|field| (field, user.texts.or_blank(field).to_owned())).collect();
    let shown =
        fields.iter().fold(model::Fields::default(), |shown, (field, text)| shown.with(field.name(), text.as_str()));
    Ok(RowToEdit { fields, version, shown })
}
