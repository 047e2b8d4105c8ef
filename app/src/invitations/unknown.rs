//! What is asked about a mail that may have gone out from the inviter's own mailbox.

use crate::address::use_slug;
use crate::forms::{Form, FormState};
use crate::state::texts;
use leptos::prelude::*;
use model::invitations::UnknownDelivery;
use model::urls::Url;

/// Its mail may have gone out from the inviter's own mailbox: they say what is to become of it.
#[component]
pub(super) fn UnknownQuestion(id: String, email: String, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    view! {
        <Form state=form class="stack" action=Url::Invitations { slug: slug.get_untracked() }.path()>
            <input type="hidden" name="id" value=id/>
            <p class="field-hint">{t.get("invitations.unknown")}</p>
            <div class="row">
                {UnknownDelivery::ALL.map(|choice| view! {
                    <button class="btn btn--s" name="go" value=choice.name()
                        aria-label=t.with(&format!("invitations.unknown.{}_for", choice.name()), &[("email", &email)])>
                        {t.get(&format!("invitations.unknown.{}", choice.name())).to_owned()}
                    </button>
                })}
            </div>
        </Form>
    }
}
