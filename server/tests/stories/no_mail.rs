//! Without a mail server no page says that a mail goes out.

use crate::accept::invite;
use crate::fuzz::pages_from;
use crate::import::planned;
use crate::people::id_of;
use crate::support::{Browser, Kind, Page, Postgres, Sqlite, TestApp};
use crate::wizard::{added_up_to_confirm, answer, member, named, role};
use model::{Language, i18n};
use rstest::rstest;
use std::collections::BTreeMap;

/// What is said with a mail server alone: of each text that has another one without, the longest words that the other
/// has not.
fn promises() -> Vec<(String, String)> {
    let texts: BTreeMap<String, String> = serde_json::from_str(i18n::source(Language::English)).unwrap();
    let pairs = texts.iter().filter_map(|(key, text)| Some((key, text, texts.get(&format!("{key}.no_mail"))?)));
    let told = |(key, text, other): (&String, &String, &String)| {
        let words = i18n::pieces(text).into_iter().filter_map(|piece| match piece {
            i18n::Piece::Words(words) if !other.contains(words) => Some(words.trim()),
            _ => None,
        });
        (key.clone(), words.max_by_key(|words| words.len()).unwrap_or_else(|| panic!("{key}: both are one")).to_owned())
    };
    pairs.map(told).collect()
}

struct Pages {
    promises: Vec<(String, String)>,
}

impl Pages {
    fn look(&self, at: &str, page: &Page) {
        let text = page.text();
        for (key, words) in &self.promises {
            assert!(!text.contains(words.as_str()), "{at} promises {key}: {text}");
        }
    }

    async fn get(&self, browser: &Browser, path: &str) -> Page {
        let page = browser.get(path).await;
        self.look(path, &page);
        page
    }
}

#[rstest]
#[tokio::test]
async fn nothing_promises_a_mail(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    let ana = app.set_up().await;
    let pages = Pages { promises: promises() };
    assert!(pages.promises.len() > 20);

    let invited = invite(&ana, "caio@acme.example").await;
    pages.look("invited", &invited);
    let link = invited.attribute(".copy-field input", "value").unwrap().replace(&app.url, "");
    let draft = named(&ana, "new@acme.example", "New", "One").await;
    pages.get(&ana, &format!("/w/acme/users/new?draft={draft}")).await;
    let how = answer(&ana, &draft, "how", &[("how", "invite")]).await;
    pages.look("wizard", &how);
    let role = role(&how, "Member");
    pages.look("wizard, to confirm", &answer(&ana, &draft, "role", &[("role", &role)]).await);
    added_up_to_confirm(&ana, "dora@acme.example", "quiet otters vote late", "Member").await;

    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let id = id_of(&ana, "bea@acme.example").await;
    let password = [("password", "quiet otters vote late"), ("confirm_password", "quiet otters vote late")];
    let changed = ana.post(&format!("/w/acme/users/{id}/password"), &password).await;
    assert!(changed.shows("has a new password"), "{}", changed.text());
    pages.look("a new password", &changed);
    let caio = id_of(&ana, "caio@acme.example").await;
    pages.look("resent", &ana.post(&format!("/w/acme/users/{caio}"), &[("action", "resend")]).await);
    let question = ana.post("/w/acme/users/bulk", &[("action", "resend"), ("id", &caio)]).await;
    assert!(question.shows("hand them over"), "{}", question.text());
    pages.look("many", &question);
    pages.look("import", &planned(&app, &ana, "E-mail,First name,Last name\nx@acme.example,X,Y\n", "invite").await);

    let wizard = format!("/w/acme/users/new?draft={draft}");
    let password = format!("/w/acme/users/{id}/password");
    let starts = ["/w/acme", "/settings/profile", "/settings/security", "/workspaces", "/confirm", &wizard, &password];
    let count = pages_from(&ana, &starts, |at, page| pages.look(at, page)).await;
    assert!(count > 40, "{count} pages");
    let delete = "/w/acme/settings/delete";
    pages.get(&ana, delete).await;
    pages_from(&bea, &["/workspaces", "/settings/security"], |at, page| pages.look(at, page)).await;
    let nobody = app.browser();
    let unknown = format!("{}x", &link[..link.len() - 1]);
    pages_from(&nobody, &["/sign-in", "/recover", &link, &unknown], |at, page| pages.look(at, page)).await;
}

#[rstest]
#[tokio::test]
async fn recovery_without_mail_names_whom_to_ask(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    app.set_up().await;
    let page = app.browser().get("/recover").await;
    assert!(page.shows("Ask an administrator of your workspace"), "{}", page.text());
    assert!(page.forms().iter().all(|form| form.action != "/recover"), "there is nothing to fill in");
}
