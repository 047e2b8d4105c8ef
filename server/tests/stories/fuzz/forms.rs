//! Every form that the pages show.

use super::{ana_and_foreign_ids, hostile_texts};
use crate::accept::invite;
use crate::support::{Browser, FormOnPage, Kind, Page, Postgres, Sqlite, TestApp};
use domain::db::query;
use rstest::rstest;
use std::collections::{BTreeMap, VecDeque};
use uuid::Uuid;

/// Pages of one kind that are looked at: the forms of the next person are those of the last.
const PAGES_OF_A_KIND: usize = 2;

/// An address with its ids, tokens and values taken out.
fn kind_of(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let plain = |part: &str| if part.len() > 30 { "{}".to_owned() } else { part.to_owned() };
    let names: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    format!("{}?{}", path.split('/').map(plain).collect::<Vec<_>>().join("/"), names.join("&"))
}

/// The forms of all pages that links lead to, each kind once.
async fn forms_from(browser: &Browser, starts: &[&str]) -> BTreeMap<String, FormOnPage> {
    let mut forms = BTreeMap::new();
    pages_from(browser, starts, |_, page| {
        for form in page.forms() {
            let controls: Vec<&str> = form.fields.iter().map(|(name, _)| name.as_str()).collect();
            // What the address says of a list besides makes no other form.
            let path = form.action.split('?').next().unwrap_or_default();
            forms.entry(format!("{} [{}]", kind_of(path), controls.join(" "))).or_insert(form);
        }
    })
    .await;
    forms
}

/// Looks at all pages that links lead to, a few of each kind; answers how many there were.
pub async fn pages_from(browser: &Browser, starts: &[&str], mut look: impl FnMut(&str, &Page)) -> usize {
    let mut waiting: VecDeque<String> = starts.iter().map(|start| (*start).to_owned()).collect();
    let mut seen = BTreeMap::<String, usize>::new();
    let mut count = 0;
    while let Some(address) = waiting.pop_front() {
        let times = seen.entry(kind_of(&address)).or_default();
        *times += 1;
        if *times > PAGES_OF_A_KIND {
            continue;
        }
        let page = browser.get(&address).await;
        assert!(page.status.as_u16() < 500, "{address}: {}", page.status);
        look(&address, &page);
        count += 1;
        let links = page.attributes("a[href^='/']", "href");
        let is_page =
            |link: &String| !["/download", "/settings/data", "/avatars"].iter().any(|part| link.contains(part));
        waiting.extend(links.into_iter().filter(is_page));
    }
    count
}

/// What a form is posted with: each control in turn with each value, then everything twice, then nothing.
fn variants(form: &FormOnPage, foreign: &[String]) -> Vec<Vec<(String, String)>> {
    let mut variants = vec![Vec::new(), [form.fields.clone(), form.fields.clone()].concat()];
    for (at, (_, given)) in form.fields.iter().enumerate() {
        let is_id = Uuid::try_parse(given).is_ok();
        let texts = hostile_texts().into_iter().filter(|text| !is_id || text.len() < 100);
        let nul = std::iter::once("a\0b".to_owned());
        for value in texts.chain(nul).chain(foreign.iter().cloned()) {
            let mut fields = form.fields.clone();
            fields[at].1 = value;
            variants.push(fields);
        }
    }
    variants
}

async fn fuzz(browser: &Browser, forms: BTreeMap<String, FormOnPage>, foreign: &[String]) {
    let general = model::Language::English.texts().get("problem.required");
    for (name, form) in forms {
        for fields in variants(&form, foreign) {
            let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let page = browser.post(&form.action, &pairs).await;
            assert!(page.status.as_u16() < 500, "{name}: {} with {fields:.500?}: {}", page.status, page.text());
            let unnamed = page.body.contains(&format!("{general}</p>"));
            assert!(!unnamed, "{name} with {fields:.500?}: a field is empty, and nobody says what belongs there");
        }
    }
}

/// Rows of one workspace that use a role or a group of another.
async fn across_workspaces(app: &TestApp) -> i64 {
    let mut tx = app.roster.db.read().await.unwrap();
    let mut found = 0;
    for sql in [
        "SELECT COUNT(*) FROM member_roles x JOIN members m ON m.id = x.member_id JOIN roles r ON r.id = x.role_id
         WHERE r.workspace_id <> m.workspace_id",
        "SELECT COUNT(*) FROM group_members x JOIN members m ON m.id = x.member_id JOIN groups g ON g.id = x.group_id
         WHERE g.workspace_id <> m.workspace_id",
        "SELECT COUNT(*) FROM group_roles x JOIN groups g ON g.id = x.group_id JOIN roles r ON r.id = x.role_id
         WHERE g.workspace_id <> r.workspace_id",
        "SELECT COUNT(*) FROM workspaces w JOIN roles r ON r.id = w.default_role WHERE r.workspace_id <> w.id",
        "SELECT COUNT(*) FROM roles r JOIN roles b ON b.id = r.replaced_by WHERE b.workspace_id <> r.workspace_id",
        "SELECT COUNT(*) FROM workspaces w WHERE w.owner_id IS NOT NULL AND NOT EXISTS
             (SELECT 1 FROM members m WHERE m.workspace_id = w.id AND m.account_id = w.owner_id AND m.status = 'active')",
    ] {
        let (count,): (i64,) = query(sql).one(&mut tx).await.unwrap();
        found += count;
    }
    found
}

#[rstest]
#[tokio::test]
async fn hostile_fields_of_any_form_are_no_failure_of_ours(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, foreign) = ana_and_foreign_ids(kind).await;
    invite(&ana, "caio@acme.example").await;
    let invitation = app.mailed_link().await;
    app.browser().post("/recover", &[("email", "ana@acme.example")]).await;
    let recovery = app.mailed_link().await;
    let wizard = crate::wizard::named(&ana, "new@acme.example", "New", "One").await;
    let wizard = format!("/w/acme/users/new?draft={wizard}");
    let mut forms = forms_from(&ana, &["/w/acme", "/settings/profile", "/workspaces", "/confirm", &wizard]).await;
    // The session and the workspace are needed to the end; what ends them has nothing to fill in, or has to be typed
    // exactly.
    forms.retain(|_, form| form.action != "/sign-out" && !form.action.ends_with("/leave"));
    assert!(forms.len() > 35, "{} forms: {:#?}", forms.len(), forms.keys());
    fuzz(&ana, forms, &foreign).await;
    assert_eq!(ana.get("/w/acme").await.status, 200, "and she still is where she was");
    assert_eq!(across_workspaces(&app).await, 0, "nothing of one workspace is used in another");
    let nobody = app.browser();
    let forms = forms_from(&nobody, &["/sign-in", "/recover", &invitation, &recovery]).await;
    assert!(forms.len() >= 4, "{:#?}", forms.keys());
    fuzz(&nobody, forms, &foreign).await;
}
