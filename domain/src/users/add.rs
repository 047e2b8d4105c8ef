//! Adding a person in one call, without the steps of the wizard.

use super::create::{Created, NewUser, create_in};
use super::edit::save_texts;
use crate::members::{MemberRow, Secret};
use crate::{Context, Error, passwords};
use model::accounts::Password;
use model::permissions::Permission;
use model::users::{MemberField, RoleChoice, Source, Texts};

/// Someone to add, as a caller says it.
#[derive(Clone, Debug)]
pub struct Addition {
    /// In its form: [`crate::keys::canonical_email`].
    pub email: String,
    /// First and last name, telephone number, and the texts of the membership; the person's own are not used where the
    /// address has an account.
    pub texts: Texts,
    /// What they become.
    pub role: RoleChoice,
    /// What they sign in with first; none: one is made.
    pub password: Option<Password>,
    /// It must be replaced at the first sign-in, and expires unused after 72 hours.
    pub temporary: bool,
}

/// Adds them; answers the password where one was made, which is known nowhere else. Needs `users:write`, and everything
/// that the role grants. Problems at the fields' names, `email`, `role` and `password`.
pub async fn add(ctx: &Context, slug: &str, new: Addition) -> Result<(Created, Option<Password>), Error> {
    let mut tx = ctx.read().await?;
    ctx.membership(&mut tx, slug).await?.require(Permission::USERS_WRITE)?;
    drop(tx);
    let text = |field| new.texts.or_blank(field).to_owned();
    let (first_name, last_name) = (text(MemberField::FirstName), text(MemberField::LastName));
    // Hashing takes its time, and nothing is held meanwhile.
    let (made, password) = match new.password {
        Some(password) => {
            ctx.judge_password(&password, &[&new.email, &first_name, &last_name]).await?;
            (None, password)
        }
        None => {
            let made = passwords::generate(&ctx.roster.random);
            (Some(made.clone()), made)
        }
    };
    let hash = ctx.roster.passwords.hash(&password).await?;
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    let user = NewUser {
        email: new.email,
        first_name,
        last_name,
        phone: new.texts.get(MemberField::Phone).map(str::to_owned),
        secret: if new.temporary { Secret::Temporary(hash) } else { Secret::Own(hash) },
        role: new.role,
        source: Source::Added,
    };
    let created = create_in(ctx, &mut tx, &membership, user).await?;
    let job_title = new.texts.only(|field| field == MemberField::JobTitle);
    if !job_title.is_empty() {
        let row = MemberRow::one(&mut tx, created.member).await?;
        save_texts(ctx, &mut tx, &membership, &row, &job_title).await?;
    }
    tx.commit().await?;
    Ok((created, made.filter(|_| !created.existing)))
}
