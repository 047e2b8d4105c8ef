//! The account's address, and another one.

use crate::forms::{Form, FormState};
use crate::state::{state, texts};
use crate::ui::Field;
use leptos::prelude::*;
use model::Problem;
use model::urls::Url;

#[component]
pub(super) fn EmailCard(email: String, elsewhere: Option<Problem>, form: FormState) -> impl IntoView {
    let t = texts();
    let mail = state().with_value(|state| state.mail);
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("security.email")}</h2>
                <p class="card-text wrap-anywhere" dir="auto">{email}</p>
            </header>
            {match elsewhere {
                Some(problem) => view! { <div class="card-body"><p>{t.problem(problem)}</p></div> }.into_any(),
                None if !mail => view! {
                    <div class="card-body"><p>{t.get("security.email.cannot")}</p></div>
                }.into_any(),
                None => view! {
                    <Form state=form action=Url::Security.path()>
                        <div class="card-body">
                            <Field name="email" kind="email" label=t.get("security.email.new")
                                hint=t.get("security.email.hint") autocomplete="email"
                                value=form.value("email", "") problem=form.problem("email")/>
                        </div>
                        <footer class="card-foot">
                            <button class="btn" name="action" value="email">
                                {t.get("security.email.change")}
                            </button>
                        </footer>
                    </Form>
                }.into_any(),
            }}
        </section>
    }
}
