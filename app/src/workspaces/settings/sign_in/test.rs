//! Signing in at the provider to see what it tells.

use super::claims::Claims;
use crate::forms::{Form, FormState};
use crate::state::texts;
use crate::ui::{Sentence, Time};
use leptos::prelude::*;
use model::identity_provider::{ProviderTest, ProviderView};

#[component]
pub(super) fn Test(provider: ProviderView, form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <section class="card" id="test">
            <header class="card-head">
                <h2 class="card-title">{t.get("provider.test")}</h2>
                <p class="card-text">{t.get("provider.test.text")}</p>
            </header>
            {provider.tested.map(|tested| view! {
                <div class="card-body stack">
                    <Tested tested=tested/>
                </div>
            })}
            <Form state=form class="card-foot">
                <button class="btn btn--primary" name="action" value="test">
                    {t.get("provider.test.submit")}
                </button>
            </Form>
        </section>
    }
}

#[component]
fn Tested(tested: ProviderTest) -> impl IntoView {
    let t = texts();
    let by = (!tested.by.is_empty()).then(|| {
        view! { <Sentence text=t.get("provider.test.by") values=vec![("name", tested.by)]/> }
    });
    view! {
        <p>{t.get("provider.test.at")} " " <Time at=tested.at/> " " {by}</p>
        {match tested.claims {
            Some(claims) => view! { <Claims claims=claims/> }.into_any(),
            None => view! { <p class="muted">{t.get("provider.test.no_claims")}</p> }.into_any(),
        }}
    }
}
