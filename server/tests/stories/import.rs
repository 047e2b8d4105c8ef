//! Importing people from a file, as plain forms.

use crate::accept::invite;
use crate::support::{Browser, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use domain::db::query;
use domain::seed::{Plan, seed};
use rstest::rstest;
use sheets::{Cell, Format, Writer};
use std::io::Write as _;
use std::time::Duration;

pub const START: &str = "/w/acme/users/import";

async fn upload(browser: &Browser, text: &str) -> Page {
    browser.upload(START, "people.csv", text.as_bytes()).await
}

/// Confirms the columns as they were guessed, with this way for newcomers; answers the plan.
pub async fn confirm(browser: &Browser, page: &Page, how: &str) -> Page {
    assert!(page.path().starts_with(&format!("{START}/")), "{}", page.text());
    let mut fields = vec![("go".to_owned(), "map".to_owned()), ("how".to_owned(), how.to_owned())];
    for control in
        (0..200).map(|i| format!("column-{i}")).take_while(|name| page.body.contains(&format!("name=\"{name}\"")))
    {
        let chosen = page.attribute(&format!("[name={control}] option[selected]"), "value").unwrap_or_default();
        fields.push((control, chosen));
    }
    fields.push(("role".to_owned(), page.attribute("#role option[selected]", "value").unwrap()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(page.path(), &fields).await
}

/// From a file to its plan.
pub async fn planned(app: &TestApp, browser: &Browser, text: &str, how: &str) -> Page {
    let page = confirm(browser, &upload(browser, text).await, how).await;
    domain::worker::work(&app.operator(), None).await.unwrap();
    browser.get(page.path()).await
}

/// From a file to its end.
async fn imported(app: &TestApp, browser: &Browser, text: &str, how: &str) -> Page {
    let plan = planned(app, browser, text, how).await;
    decide(app, browser, &plan, "apply").await
}

pub async fn decide(app: &TestApp, browser: &Browser, page: &Page, go: &str) -> Page {
    let path = page.path().split('?').next().unwrap().to_owned();
    let page = browser.post(&path, &[("go", go)]).await;
    assert_eq!(page.status, 200, "{go}: {}", page.text());
    domain::worker::work(&app.operator(), None).await.unwrap();
    browser.get(&path).await
}

/// Wrong, added, invited, changed, unchanged.
pub fn counts(page: &Page) -> Vec<String> {
    page.all(".import-kinds .tile-value")
}

/// A row of the plan: line, address, what happens.
pub async fn rows(browser: &Browser, plan: &Page, kind: &str) -> Vec<String> {
    let path = plan.path().split('?').next().unwrap().to_owned();
    browser.get(&format!("{path}?show={kind}")).await.all(".import-rows tbody tr")
}

async fn people(browser: &Browser, query: &str) -> Vec<Vec<String>> {
    let address = format!("/w/acme/users/download?format=csv&sort=email&columns=phone,role,status,source{query}");
    browser.download(&address).await.rows()[1..].to_vec()
}

async fn number(app: &TestApp, sql: &'static str) -> i64 {
    let mut tx = app.roster.db.read().await.unwrap();
    let (n,): (i64,) = query(sql).one(&mut tx).await.unwrap();
    n
}

#[rstest]
#[tokio::test]
async fn a_file_adds_invites_and_changes_people_and_says_so_before(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    member(&app, &ana, "eva@acme.example", "Viewer").await;
    let file = "E-mail;First name;Last name;Phone;Role;Add or invite\r\n\
        new@acme.example;Nia;Neu;+55 11 98765-4321;Manager, Viewer;add\r\n\
        caio@acme.example;Caio;Reis;;Viewer;\r\n\
        BEA@acme.example;Beatriz;;+49 30 1234567;Gerente;\r\n\
        eva@acme.example;Bea;Lima;;viewer;\r\n\
        nobody;No;Body;;;\r\n\
        CAIO@ACME.example;Caio;Twice;;;\r\n\
        x@acme.example;X;Y;12;;\r\n\
        y@acme.example;Y;Z;;Emperor;\r\n\
        z@acme.example;;;;;\r\n\
        two@acme.example;Two;Roles;;Member, Viewer;invite\r\n\
        a,b\r\n";
    let columns = upload(&ana, file).await;
    assert!(columns.shows("What is in people.csv?") && columns.shows("new@acme.example"), "{}", columns.text());
    let plan = confirm(&ana, &columns, "invite").await;
    assert_eq!(counts(&plan), ["7", "1", "1", "1", "1"], "{}", plan.text());
    assert!(plan.shows("7 rows can't be imported"), "{}", plan.text());

    let wrong = rows(&ana, &plan, "wrong").await;
    for (row, (line, why)) in wrong.iter().zip([
        ("6", "E-mail: Enter an address like"),
        ("7", "E-mail: Line 3 has the same address"),
        ("8", "Phone: Write the number with its country"),
        ("9", "Role: There is no role of this name"),
        ("10", "First name: Enter a first name."),
        ("11", "Role: An invitation grants one role only"),
        ("12", "E-mail: Enter an address like"),
    ]) {
        assert!(row.starts_with(line) && row.contains(why), "{row}");
    }
    let change = rows(&ana, &plan, "change").await.join("");
    assert!(change.contains("First name: Bea → Beatriz") && change.contains("Role: Member → Manager"), "{change}");
    assert!(change.contains("Phone: +49 30 1234567"), "{change}");
    let create = rows(&ana, &plan, "create").await.join("");
    assert!(create.contains("Nia") && create.contains("Manager") && create.contains("Viewer"), "{create}");
    assert_eq!(people(&ana, "").await.len(), 3, "nothing has happened yet");

    let done = decide(&app, &ana, &plan, "apply").await;
    assert!(done.shows("1 added, 1 invited, 1 changed, 7 left out") && done.shows("Imported."), "{}", done.text());
    let row = |cells: [&str; 7]| cells.map(str::to_owned).to_vec();
    assert_eq!(
        people(&ana, "").await,
        [
            row(["ana@acme.example", "Ana", "Souza", "", "Super-user", "Active", "Set up Roster"]),
            row(["bea@acme.example", "Beatriz", "Lima", "+49301234567", "Manager", "Active", "Added"]),
            row(["caio@acme.example", "Caio", "Reis", "", "Viewer", "Invited", "Imported"]),
            row(["eva@acme.example", "Bea", "Lima", "", "Viewer", "Active", "Added"]),
            row(["new@acme.example", "Nia", "Neu", "+5511987654321", "Manager, Viewer", "Active", "Imported"]),
        ]
    );
    let mails = app.mails().await;
    assert!(mails.iter().any(|mail| mail["to"] == serde_json::json!(["caio@acme.example"])), "the invitation goes out");
    assert_eq!(
        number(&app, "SELECT COUNT(*) FROM audit_events WHERE channel = 'import'").await,
        5,
        "each by its own event"
    );

    let again = planned(&app, &ana, file, "invite").await;
    assert_eq!(counts(&again), ["7", "0", "0", "0", "4"], "{}", again.text());
    assert!(again.attribute("button[value=apply]", "name").is_none(), "there is nothing to import");
    let list = ana.get(START).await;
    assert_eq!(list.all("tbody tr").len(), 2);
    assert!(list.shows("Ready to import") && list.shows("Imported"), "{}", list.text());
}

#[rstest]
#[tokio::test]
async fn a_downloaded_list_imports_as_unchanged_in_every_language_and_format(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::empty(kind).await;
    let plan = Plan { members: 60, seed: 7, slug: "acme".into(), name: "Acme Research".into() };
    let sign_in = seed(&app.roster, &plan).await.unwrap();
    let (admin, _) = app.sign_in(&sign_in.email, sign_in.password.reveal()).await;
    for (language, format) in [("en", "csv"), ("pt-BR", "xlsx"), ("es", "csv")] {
        admin.post("/preferences/language", &[("to", language), ("next", "/")]).await;
        let address = format!("/w/acme/users/download?format={format}&columns=phone,role,status,source,joined");
        let file = admin.download(&address).await.bytes;
        let columns = admin.upload(START, "people", &file).await;
        let plan = confirm(&admin, &columns, "invite").await;
        assert_eq!(counts(&plan), ["0", "0", "0", "0", "65"], "{language}: {}", plan.text());
    }
}

#[rstest]
#[tokio::test]
async fn an_import_can_be_taken_back_but_for_what_others_did_since(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    let eva = member(&app, &ana, "eva@acme.example", "Member").await;
    let file = "email,first name,last name,role,how\n\
        n1@acme.example,Nia,One,Viewer,add\n\
        n2@acme.example,Nia,Two,Super-user,add\n\
        i1@acme.example,Ivo,One,Viewer,invite\n\
        i2@acme.example,Ivo,Two,Viewer,invite\n\
        bea@acme.example,Beatriz,Lima,Manager,\n\
        eva@acme.example,Evita,Lima,Member,\n";
    let accounts = number(&app, "SELECT COUNT(*) FROM accounts").await;
    let before = people(&ana, "").await;
    let done = imported(&app, &ana, file, "add").await;
    assert!(done.shows("2 added, 2 invited, 2 changed") && done.shows("It can be undone"), "{}", done.text());
    // One accepts, one edits her own name, and one comes to use her account.
    let link = app.mails().await.iter().find(|mail| mail["to"][0] == "i2@acme.example").unwrap()["text"]
        .as_str()
        .unwrap()
        .lines()
        .find_map(|line| line.trim().strip_prefix(app.url.as_str()).map(str::to_owned))
        .unwrap();
    let fields = [("first_name", "Ivo"), ("last_name", "Two"), ("password", PASSWORD), ("confirm_password", PASSWORD)];
    assert_eq!(app.browser().post(&link, &fields).await.path(), "/w/acme");
    let me = eva.get("/w/acme/me").await.path().to_owned();
    let version = eva.get(&format!("{me}/edit")).await.value("version").unwrap();
    let own = [("first_name", "Eva"), ("last_name", "Lima"), ("version", version.as_str())];
    assert!(eva.post(&format!("{me}/edit"), &own).await.path().contains("done=saved"));

    let undone = decide(&app, &ana, &done, "undo").await;
    assert!(
        undone.shows("Undone.")
            && undone.shows("2 additions undone, 1 invitation revoked, 1 change undone, 2 not undone"),
        "{}",
        undone.text()
    );
    let kept = undone.all(".job-problems tbody tr").join(" | ");
    assert!(kept.contains("i2@acme.exampleThe invitation has been accepted since"), "{kept}");
    assert!(kept.contains("eva@acme.exampleSomeone has changed this person since"), "{kept}");
    let after = people(&ana, "").await;
    let mails: Vec<&str> = after.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(mails, ["ana@acme.example", "bea@acme.example", "eva@acme.example", "i2@acme.example"]);
    assert_eq!(after[..2], before[..2], "Bea is as she was");
    assert_eq!(after[2][1], "Eva");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM accounts").await, accounts + 1, "only Ivo's is new");
    assert!(people(&ana, "&status=removed").await.is_empty());
    assert!(ana.get("/w/acme/users").await.shows("Users 4"), "the counters are right");
    let path = done.path().to_owned();
    assert_eq!(ana.post(&path, &[("go", "undo")]).await.status, 409, "once");

    // After a day it stays.
    let done = imported(&app, &ana, "email,name\nn3@acme.example,Nia Three\n", "add").await;
    app.advance(Duration::from_hours(25));
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    let late = ana.get(done.path()).await;
    assert!(late.attribute("button[value=undo]", "name").is_none(), "{}", late.text());
    assert_eq!(ana.post(done.path(), &[("go", "undo")]).await.status, 409);
}

#[rstest]
#[tokio::test]
async fn someone_who_uses_the_account_is_removed_and_not_deleted(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let done = imported(&app, &ana, "email,name\nnia@acme.example,Nia One\n", "add").await;
    let list = ana.get("/w/acme/users?q=nia").await;
    let nia = list.attribute("tbody a.row-link", "href").unwrap().split('?').next().unwrap().to_owned();
    let password = [("password", PASSWORD), ("confirm_password", PASSWORD)];
    assert_eq!(ana.post(&format!("{nia}/password"), &password).await.status, 200);
    assert_eq!(app.sign_in("nia@acme.example", PASSWORD).await.1.path(), "/w/acme");
    let undone = decide(&app, &ana, &done, "undo").await;
    assert!(undone.shows("1 addition undone"), "{}", undone.text());
    assert_eq!(people(&ana, "&status=removed").await.len(), 1, "and can be restored");
}

#[rstest]
#[tokio::test]
async fn a_server_that_dies_in_the_middle_is_taken_over_and_nothing_happens_twice(
    #[values(Sqlite, Postgres)] kind: Kind,
) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let mut file = String::from("email,first name,last name,role\n");
    for n in 0..620 {
        file.push_str(&format!("p{n}@acme.example,Pat,Number {n},Viewer\n"));
    }
    let columns = upload(&ana, &file).await;
    let page = confirm(&ana, &columns, "add").await;
    assert!(page.shows("Checking each row"), "so many are for the worker: {}", page.text());
    let path = page.path().to_owned();
    // It dies again and again: each time a step further, and another takes over once its lease has run out.
    let run = async |mut most: u32| {
        while most > 0 {
            most -= 1;
            let operator = app.operator();
            let work = domain::worker::work(&operator, None);
            let _ = tokio::time::timeout(Duration::from_millis(40), work).await;
            app.advance(Duration::from_secs(31));
        }
        domain::worker::work(&app.operator(), None).await.unwrap();
    };
    run(3).await;
    let plan = ana.get(&path).await;
    assert_eq!(counts(&plan), ["0", "620", "0", "0", "0"], "{}", plan.text());
    ana.post(&path, &[("go", "apply")]).await;
    run(8).await;
    let done = ana.get(&path).await;
    assert!(done.shows("620 added"), "{}", done.text());
    assert_eq!(number(&app, "SELECT COUNT(*) FROM members").await, 621);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM audit_events WHERE action = 'member.create'").await, 620);
    ana.post(&path, &[("go", "undo")]).await;
    run(8).await;
    let undone = ana.get(&path).await;
    assert!(undone.shows("620 additions undone"), "{}", undone.text());
    assert_eq!(number(&app, "SELECT COUNT(*) FROM members").await, 1);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM accounts").await, 1);
    assert!(ana.get("/w/acme/users").await.shows("Users 1"));
}

#[rstest]
#[tokio::test]
async fn rows_changed_since_the_plan_are_decided_again(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let file = "email,name,role\nbea@acme.example,Bea Lima,Member\ncaio@acme.example,Caio Reis,Viewer\n";
    let plan = planned(&app, &ana, file, "invite").await;
    assert_eq!(counts(&plan), ["0", "0", "2", "0", "0"]);
    member(&app, &ana, "bea@acme.example", "Manager").await;
    invite(&ana, "caio@acme.example").await;
    let done = decide(&app, &ana, &plan, "apply").await;
    assert!(done.shows("1 changed"), "{}", done.text());
    let found = people(&ana, "").await;
    assert_eq!(found[1][4..], ["Member", "Active", "Added"], "she has become a member: now it is a change");
    assert_eq!(found[2][5..], ["Invited", "Invited"], "he is invited already");
}

#[rstest]
#[tokio::test]
async fn the_last_super_user_and_oneself_are_spared(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Super-user").await;
    app.without_owner().await;
    let eva = member(&app, &ana, "eva@acme.example", "Manager").await;
    let file = "email,role\nana@acme.example,Member\nbea@acme.example,Member\n";
    let plan = planned(&app, &ana, file, "add").await;
    assert_eq!(counts(&plan), ["1", "0", "0", "1", "0"]);
    assert!(plan.shows("Role: You can't do this to yourself."), "{}", plan.text());
    // Bea takes the flag from Ana while the plan waits.
    let (bea, _) = app.sign_in("bea@acme.example", PASSWORD).await;
    let both = planned(&app, &bea, "email,role\nana@acme.example,Member\n", "add").await;
    decide(&app, &bea, &both, "apply").await;
    let late = ana.post(plan.path(), &[("go", "apply")]).await;
    assert_eq!(late.status, 403, "who is no super-user any more can't go on: {}", late.text());
    assert_eq!(people(&bea, "&role=super-user").await.len(), 1);

    // A manager neither makes nor unmakes super-users, nor touches them.
    let file = "email,first name,last name,role,how\n\
        bea@acme.example,Nobody,Lima,,\n\
        n1@acme.example,N,One,Super-user,add\n\
        n2@acme.example,N,Two,Auditor,add\n\
        ana@acme.example,Ana,Souza,Auditor,\n";
    let plan = planned(&app, &eva, file, "add").await;
    assert_eq!(counts(&plan), ["4", "0", "0", "0", "0"], "{}", plan.text());
    let why = rows(&eva, &plan, "wrong").await.join(" | ");
    assert!(why.contains("You may not do this") && why.contains("You can’t grant permissions you don’t have"), "{why}");
}

#[rstest]
#[tokio::test]
async fn names_of_people_with_other_workspaces_are_theirs(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let other =
        seed(&app.roster, &Plan { members: 3, seed: 1, slug: "other".into(), name: "Other".into() }).await.unwrap();
    let file = format!("email,first name,last name,role\n{},Someone,Else,Viewer\n", other.email);
    let plan = planned(&app, &ana, &file, "add").await;
    assert_eq!(counts(&plan), ["0", "1", "0", "0", "0"], "nothing tells that there is such an account");
    let done = decide(&app, &ana, &plan, "apply").await;
    assert_eq!(people(&ana, "&q=robin").await[0][1..3], ["Robin", "Admin"], "her own name stays");
    let again = planned(&app, &ana, &file, "add").await;
    assert!(again.shows("belongs to other workspaces too"), "{}", again.text());
    let role = planned(&app, &ana, &format!("email,role\n{},Manager\n", other.email), "add").await;
    assert_eq!(counts(&role), ["0", "0", "0", "1", "0"], "her role here is ours");
    decide(&app, &ana, &done, "undo").await;
    assert!(people(&ana, "&q=robin").await.is_empty());
    let (robin, _) = app.sign_in(&other.email, other.password.reveal()).await;
    assert_eq!(robin.get("/w/other/users").await.status, 200, "and her account is untouched");
}

#[rstest]
#[tokio::test]
async fn a_file_that_cannot_be_read_is_explained_and_leaves_nothing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let rows = |n: usize| -> Vec<u8> { ["email\n".to_owned(), "a@b.cd\n".repeat(n)].concat().into_bytes() };
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("Choose a file.", Vec::new()),
        ("There are no people in this file", b"email,name\n".to_vec()),
        ("There are no people in this file", b"\n\n \n".to_vec()),
        ("neither CSV nor Excel", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR".to_vec()),
        ("Line 3 has a quote too many", b"email,name\na@b.cd,A\nb@b.cd,\"B\nc@b.cd,C\n".to_vec()),
        ("The table has more than 100,000 rows", rows(100_001)),
        ("The file is larger than 32 MB", vec![b'a'; 33 * 1024 * 1024]),
        ("Line 2 has a cell that is too long", [b"email\n".to_vec(), vec![b'a'; 40_000]].concat()),
        ("is damaged", b"PK\x03\x04nonsense".to_vec()),
        ("Unpacked, the file is larger than", bomb()),
    ];
    for (words, bytes) in files {
        let page = ana.upload(START, "people.csv", &bytes).await;
        assert!(
            page.status == 422 && page.problem("file").unwrap_or_default().contains(words),
            "{words}: {}",
            page.text()
        );
        assert_eq!(page.all("tbody tr").len(), 0, "{words}: nothing is left");
    }
    let latin = ana.upload(START, "a.csv", b"email,name\njose@acme.example,Jos\xe9 \xc1lvarez\n").await;
    assert!(latin.shows("José Álvarez"), "what Excel writes in the West is read: {}", latin.text());
    assert_eq!(number(&app, "SELECT COUNT(*) FROM jobs").await, 1);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM job_rows").await, 1);
}

/// A megabyte that unpacks to a gigabyte of cells.
fn bomb() -> Vec<u8> {
    let good = {
        let mut writer = Writer::new(Format::Xlsx, Vec::new(), &["email"]).unwrap();
        writer.row(&[Cell::Text("a@b.cd")]).unwrap();
        writer.finish().unwrap()
    };
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(good)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for i in 0..from.len() {
        let file = from.by_index_raw(i).unwrap();
        let name = file.name().unwrap().into_owned();
        if name != "xl/worksheets/sheet1.xml" {
            to.raw_copy_file(file).unwrap();
            continue;
        }
        to.start_file(name, zip::write::SimpleFileOptions::default().compression_level(Some(1))).unwrap();
        to.write_all(b"<worksheet><sheetData>").unwrap();
        let piece = "<row></row>".repeat(100_000);
        for _ in 0..600 {
            to.write_all(piece.as_bytes()).unwrap();
        }
        to.write_all(b"</sheetData></worksheet>").unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[rstest]
#[tokio::test]
async fn formulas_and_markup_are_names_like_others(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let file = "email,first name,last name\n\
        f@acme.example,\"=HYPERLINK(\"\"http://x\"\")\",'@SUM(A1)\n\
        m@acme.example,<b>Bobby</b>,\"</title><script>\"\n\
        c@acme.example,a\u{202e}b,C\n";
    let plan = planned(&app, &ana, file, "add").await;
    assert_eq!(counts(&plan), ["1", "2", "0", "0", "0"], "{}", plan.text());
    let created = ana.get(&format!("{}?show=create", plan.path())).await;
    assert!(!created.body.contains("<b>Bobby") && !created.body.contains("</title><script>"), "inert");
    decide(&app, &ana, &plan, "apply").await;
    let found = people(&ana, "").await;
    assert_eq!(found[1][1..3], ["=HYPERLINK(\"http://x\")", "@SUM(A1)"]);
    assert_eq!(found[2][1..3], ["<b>Bobby</b>", "</title><script>"]);
}

#[rstest]
#[tokio::test]
async fn columns_can_be_corrected_and_the_plan_is_made_anew(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let columns = upload(&ana, "bea@acme.example,Bea,Lima\ncaio@acme.example,Caio,Reis\n").await;
    assert!(columns.shows("Column 1") && columns.shows("Column 3"), "no line names them: {}", columns.text());
    let role = columns.attribute("#role option[selected]", "value").unwrap();
    let path = columns.path().to_owned();
    let base = [("go", "map"), ("how", "add"), ("role", role.as_str())];
    let map = async |more: &[(&str, &str)]| ana.post(&path, &[&base[..], more].concat()).await;
    let none = map(&[("column-0", ""), ("column-1", "first_name")]).await;
    assert_eq!(none.problem("columns").as_deref(), Some("Choose the column that holds the e-mail addresses."));
    let twice = map(&[("column-0", "email"), ("column-1", "last_name"), ("column-2", "last_name")]).await;
    assert_eq!(twice.problem("columns").as_deref(), Some("Two columns hold the same field. Leave one of them out."));
    assert_eq!(twice.attribute("[name=column-1] option[selected]", "value").as_deref(), Some("last_name"));
    let partly = map(&[("column-0", "email")]).await;
    assert_eq!(counts(&partly), ["2", "0", "0", "0", "0"], "{}", partly.text());
    let again = ana.get(&format!("{path}?step=columns")).await;
    assert!(again.shows("Column 1"), "{}", again.text());
    let whole = map(&[("column-0", "email"), ("column-1", "first_name"), ("column-2", "last_name")]).await;
    assert_eq!(counts(&whole), ["0", "2", "0", "0", "0"], "the first line is a person too: {}", whole.text());
    assert_eq!(rows(&ana, &whole, "create").await.len(), 2);
    let given_up = decide(&app, &ana, &whole, "cancel").await;
    assert!(given_up.shows("Cancelled"), "{}", given_up.text());
    assert_eq!(ana.post(&path, &[("go", "apply")]).await.status, 409);
    assert_eq!(people(&ana, "").await.len(), 1);
}

#[rstest]
#[tokio::test]
async fn imports_are_closed_to_others(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let other =
        seed(&app.roster, &Plan { members: 3, seed: 1, slug: "other".into(), name: "Other".into() }).await.unwrap();
    let (robin, _) = app.sign_in(&other.email, other.password.reveal()).await;
    let viewer = member(&app, &ana, "bea@acme.example", "Viewer").await;
    let manager = member(&app, &ana, "eva@acme.example", "Manager").await;
    let plan = planned(&app, &ana, "email,name\nn@acme.example,N One\n", "add").await;
    let path = plan.path().to_owned();
    let id = path.rsplit('/').next().unwrap().to_owned();

    assert_eq!(viewer.get(START).await.status, 403);
    assert_eq!(viewer.upload(START, "a.csv", b"email\na@b.cd\n").await.status, 403);
    assert_eq!(viewer.get(&path).await.status, 403);
    assert_eq!(manager.get(&path).await.status, 404, "a manager sees their own alone");
    assert!(!manager.get(START).await.shows("people.csv"));
    assert_eq!(manager.post(&path, &[("go", "apply")]).await.status, 404);
    assert_eq!(robin.get(&path).await.status, 404);
    assert_eq!(robin.get(START).await.status, 404);
    assert_eq!(robin.upload(START, "a.csv", b"email\na@b.cd\n").await.status, 404);
    assert!(robin.get(&format!("/w/other/users/import/{id}")).await.shows("There is nothing at this address"));
    assert_eq!(robin.post(&format!("/w/other/users/import/{id}"), &[("go", "apply")]).await.status, 404);
    assert!(app.browser().get(START).await.path().starts_with("/sign-in"));
    assert!(app.browser().upload(START, "a.csv", b"email\na@b.cd\n").await.path().starts_with("/sign-in"));
    assert_eq!(ana.post_from("https://evil.example", START, &[]).await.status, 403);
    let bulk = ana.get(&format!("/w/acme/users/bulk/{id}")).await;
    assert_eq!(bulk.status, 404, "an import is no bulk change");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM jobs").await, 1);
    assert_eq!(people(&ana, "").await.len(), 3);

    // Whoever loses the right gets no further.
    let mine = planned(&app, &manager, "email,name\nn@acme.example,N One\n", "add").await;
    imported(&app, &ana, "email,role\neva@acme.example,Member\n", "add").await;
    assert_eq!(manager.post(mine.path(), &[("go", "apply")]).await.status, 403);
}

#[rstest]
#[tokio::test]
async fn rows_that_were_left_out_come_back_as_a_file_to_mend(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let file = "E-mail;Given name;Last name;Colour\r\n\
        nia@acme.example;Nia;Neu;red\r\n\
        nobody;No;Body;=blue\r\n\
        x-acme.example;X;;green;too many\r\n\
        y@acme.example;;;\r\n";
    let plan = planned(&app, &ana, file, "add").await;
    let address = plan.attribute("a[href*='/rejected']", "href").unwrap();
    let rejected = ana.download(&address).await;
    assert!(rejected.bytes.starts_with(b"\xef\xbb\xbf"), "spreadsheets see that it is UTF-8");
    let rows = rejected.rows();
    assert_eq!(rows[0], ["E-mail", "Given name", "Last name", "Colour", "Beyond the table", "Problem"]);
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert_eq!(rows[1][..3], ["nobody", "No", "Body"]);
    assert!(rows[1][5].starts_with("E-mail: Enter an address like"), "{rows:?}");
    assert_eq!(rows[2][3..5], ["green", "too many"], "{rows:?}");
    assert_eq!(rows[3][5], "First name: Enter a first name.");

    ana.post("/preferences/language", &[("to", "pt-BR"), ("next", "/")]).await;
    let rows = ana.download(&address).await.rows();
    assert_eq!((rows[0][5].as_str(), rows[3][5].as_str()), ("Problema", "Nome: Digite um nome."));
    ana.post("/preferences/language", &[("to", "en"), ("next", "/")]).await;

    let done = decide(&app, &ana, &plan, "apply").await;
    assert!(done.shows("1 added, 3 left out"), "{}", done.text());
    assert_eq!(done.attribute("a[href*='/rejected']", "href"), Some(address.clone()), "at the end too");
    let mended = String::from_utf8(rejected.bytes).unwrap().replace("nobody", "nobody@acme.example");
    let again = planned(&app, &ana, &mended, "add").await;
    assert_eq!(counts(&again)[..2], ["2", "1"], "the mended row is taken: {}", again.text());

    let viewer = member(&app, &ana, "vic@acme.example", "Viewer").await;
    assert_eq!(viewer.get(&address).await.status, 403);
    let manager = member(&app, &ana, "mia@acme.example", "Manager").await;
    assert_eq!(manager.get(&address).await.status, 404, "it is another's");
    assert_eq!(ana.get("/w/acme/users/import/junk/rejected?format=csv").await.status, 404);
}

#[rstest]
#[tokio::test]
async fn without_a_mail_server_the_links_are_a_file_to_hand_over(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    let ana = app.set_up().await;
    let file = "E-mail,First name,Last name,Add or invite\n\
        nia@acme.example,Nia,Neu,invite\nivo@acme.example,Ivo,One,invite\nada@acme.example,Ada,Two,add\n";
    let done = imported(&app, &ana, file, "invite").await;
    assert!(done.shows("1 added, 2 invited"), "{}", done.text());
    let address = done.attribute("a[href*='/links']", "href").unwrap();
    let rows = ana.download(&address).await.rows();
    assert_eq!(rows[0], ["E-mail", "Full name", "Invitation link"]);
    assert_eq!((rows.len(), rows[1][..2].join(" ")), (3, "nia@acme.example Nia Neu".to_owned()));
    let path = rows[1][2].strip_prefix(&app.url).unwrap();
    assert!(app.browser().get(path).await.shows("Join Acme Research"), "the links are those that work");
    let asked = "SELECT COUNT(*) FROM audit_events WHERE action = 'import.export_links'";
    assert_eq!(number(&app, asked).await, 1, "the audit knows who took them");
    decide(&app, &ana, &done, "undo").await;
    assert_eq!(ana.download(&address).await.rows().len(), 1, "an invitation that was revoked has no link any more");
    let viewer = member(&app, &ana, "vic@acme.example", "Viewer").await;
    assert_eq!(viewer.get(&address).await.status, 403);
}

#[rstest]
#[tokio::test]
async fn where_mails_carry_the_links_there_is_no_file_of_them(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let done = imported(&app, &ana, "email,name\nnia@acme.example,Nia Neu\n", "invite").await;
    assert!(done.attribute("a[href*='/links']", "href").is_none(), "{}", done.text());
    let address = format!("{}/links?format=csv", done.path());
    assert_eq!(ana.download(&address).await.rows().len(), 1, "nobody's link leaves but by its mail");
}

#[rstest]
#[tokio::test]
async fn the_sample_file_can_be_imported_in_each_language(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    for language in ["en", "pt-BR", "es"] {
        ana.post("/preferences/language", &[("to", language), ("next", "/")]).await;
        let address = ana.get(START).await.attribute("a[href*='/sample']", "href").unwrap();
        let sample = String::from_utf8(ana.download(&address).await.bytes).unwrap();
        let plan = planned(&app, &ana, &sample, "invite").await;
        assert_eq!(counts(&plan), ["0", "1", "1", "0", "0"], "{language}: {}", plan.text());
    }
}
