//! Password managers find whose password a form sets or asks.

use crate::support::{Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use crate::wizard::{added_up_to_confirm, answer, named};
use crate::{accept, people};
use rstest::rstest;

/// Whose password the page's form is about, in a field that managers read and people don't meet.
fn username(page: &Page) -> Option<String> {
    page.attribute("form input[type=text][autocomplete=username][readonly][aria-hidden=true]", "value")
}

#[rstest]
#[tokio::test]
async fn every_form_with_a_password_says_whose_it_is(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = Some("bea@acme.example".to_owned());
    let draft = named(&ana, "bea@acme.example", "Bea", "Lima").await;
    let step = answer(&ana, &draft, "how", &[("how", "add")]).await;
    assert_eq!((step.query("step").as_str(), username(&step)), ("password", bea.clone()));
    let draft = added_up_to_confirm(&ana, "bea@acme.example", "a password by the admin", "Member").await;
    answer(&ana, &draft, "confirm", &[]).await;

    let id = people::id_of(&ana, "bea@acme.example").await;
    assert_eq!(username(&ana.get(&format!("/w/acme/users/{id}/password")).await), bea, "another's");
    let (_, choose) = app.sign_in("bea@acme.example", "a password by the admin").await;
    assert_eq!((choose.path(), username(&choose)), ("/choose-password", bea), "their own, after a temporary one");
    assert_eq!(username(&ana.get("/confirm").await).as_deref(), Some("ana@acme.example"), "again");

    accept::invite(&ana, "nia@acme.example").await;
    let invitation = app.mailed_link_to("nia@acme.example").await;
    assert_eq!(username(&app.browser().get(&invitation).await).as_deref(), Some("nia@acme.example"), "an invitation");
    app.browser().post("/recover", &[("email", "ana@acme.example")]).await;
    let recovery = app.mailed_link_to("ana@acme.example").await;
    assert_eq!(username(&app.browser().get(&recovery).await).as_deref(), Some("ana@acme.example"), "recovery");
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert_eq!(username(&ana.get("/settings/security").await).as_deref(), Some("ana@acme.example"), "a new one");
}
