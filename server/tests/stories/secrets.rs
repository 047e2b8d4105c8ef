//! What people type in secret comes back nowhere: not in a form that is kept when their session has ended, not in a
//! page.

use crate::support::{Browser, FormOnPage, Kind, Postgres, Sqlite, TestApp};
use crate::{factors, fuzz, passkeys, wizard};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use model::Secret;
use reqwest::header;
use rstest::rstest;
use std::collections::{BTreeMap, BTreeSet};

/// How a page says that a control takes a secret.
const SECRET: &str = "input[type=password], input[autocomplete=one-time-code], .passkey input[name=passkey], .passkey input[name=challenge]";
/// Of forms that are yet to come.
const UNKNOWN: [&str; 3] = ["api_token", "secret", "bearer"];

fn typed(name: &str) -> String {
    format!("typed-into-{name}")
}

/// Every form of the pages that links lead to, and the names of its secret controls.
async fn forms(browser: &Browser, starts: &[&str]) -> (BTreeMap<String, FormOnPage>, BTreeSet<String>) {
    let (mut forms, mut secrets) = (BTreeMap::new(), BTreeSet::new());
    fuzz::pages_from(browser, starts, |_, page| {
        secrets.extend(page.attributes(SECRET, "name"));
        for form in page.forms() {
            let controls: Vec<&str> = form.fields.iter().map(|(name, _)| name.as_str()).collect();
            forms.entry(format!("{} {}", form.action.len(), controls.join(" "))).or_insert(form);
        }
    })
    .await;
    // What ends the session has nothing to fill in.
    forms.retain(|_, form: &mut FormOnPage| form.action != "/sign-out" && !form.action.ends_with("/leave"));
    (forms, secrets)
}

/// The form with something in every control, and in some that it does not have.
fn filled(form: &FormOnPage) -> Vec<(String, String)> {
    let fill = |(name, given): &(String, String)| {
        let is_whose = name == model::fields::FORM_ACCOUNT;
        (name.clone(), if is_whose { given.clone() } else { typed(name) })
    };
    let unknown = UNKNOWN.into_iter().chain(Secret::ALL.map(Secret::name)).map(|name| (name.to_owned(), typed(name)));
    form.fields.iter().map(fill).chain(unknown).collect()
}

/// The form as it is kept where nobody is signed in any more; none where it is not kept.
async fn kept(app: &TestApp, form: &FormOnPage) -> Option<String> {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let origin = &app.roster.settings.public_url;
    let request = client.post(format!("{origin}{}", form.action)).header(header::ORIGIN, origin);
    let answer = request.form(&filled(form)).send().await.unwrap();
    let mut cookies = answer.headers().get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap());
    let sealed = cookies.find_map(|cookie| cookie.strip_prefix("roster-kept=")?.split(';').next())?;
    app.roster.key.open("kept form", &BASE64_URL_SAFE_NO_PAD.decode(sealed).unwrap())
}

#[rstest]
#[tokio::test]
async fn secrets_of_any_form_are_neither_kept_nor_shown(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = passkeys::named(kind).await;
    wizard::member(&app, &ana, "bea@acme.example", "Member").await;
    factors::begin(&ana).await;
    let draft = wizard::named(&ana, "caio@acme.example", "Caio", "Reis").await;
    wizard::answer(&ana, &draft, "how", &[("how", "add")]).await;
    let password = format!("/w/acme/users/new?draft={draft}&step=password");
    let starts = ["/w/acme", "/settings/profile", "/settings/security/factor", "/workspaces", "/confirm", &password];
    let (forms, secrets) = forms(&ana, &starts).await;
    let known: BTreeSet<String> = Secret::ALL.map(|secret| secret.name().to_owned()).into();
    assert_eq!(secrets, known, "each control that a page shows as secret is one of those");

    let mut kept_forms = 0;
    for form in forms.values() {
        let nowhere: Vec<String> = secrets.iter().map(String::as_str).chain(UNKNOWN).map(typed).collect();
        if let Some(kept) = kept(&app, form).await {
            kept_forms += 1;
            assert!(nowhere.iter().all(|secret| !kept.contains(secret)), "{}: {kept}", form.action);
        }
        let fields = filled(form);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let page = ana.post(&form.action, &fields).await;
        assert!(nowhere.iter().all(|secret| !page.body.contains(secret)), "{}: {}", form.action, page.body);
    }
    assert!(kept_forms > 20, "{kept_forms} forms are kept at all");
}
