//! Tables as people have them: exports of other programs, titles above the header, encodings, broken formulas.

use crate::import::{START, confirm, counts, decide, rows};
use crate::support::{Browser, Kind, Page, Postgres, Sqlite, TestApp};
use domain::db::query;
use rstest::rstest;
use std::time::Duration;

/// A name and what is in it.
type File = (&'static str, &'static [u8]);

macro_rules! fault {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../fixtures/faults/", $name)).as_slice())
    };
}

/// From a file to its plan, as everything was guessed.
async fn planned(ana: &Browser, (name, bytes): (&str, &[u8])) -> Page {
    let columns = ana.upload(START, name, bytes).await;
    confirm(ana, &columns, "add").await
}

/// What is chosen for each column.
fn chosen(page: &Page) -> Vec<String> {
    let columns = (0..200).map(|i| format!("[name=column-{i}]")).take_while(|column| !page.all(column).is_empty());
    columns.map(|one| page.attribute(&format!("{one} option[selected]"), "value").unwrap_or_default()).collect()
}

fn selected(page: &Page, control: &str) -> Option<String> {
    page.attribute(&format!("#{control} option[selected]"), "value")
}

async fn number(app: &TestApp, sql: &'static str) -> i64 {
    let (n,): (i64,) = query(sql).one(&mut app.roster.db.read().await.unwrap()).await.unwrap();
    n
}

#[rstest]
#[tokio::test]
async fn files_of_other_programs_are_planned_whole(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let files: [(File, &[&str]); 14] = [
        (fault!("b01-short-rows.csv"), &["Ada Holm +4712345601", "Bo Lind +4712345602", "Cy Dahl", "Di Moe"]),
        (fault!("b03-google-workspace.csv"), &["Ada Holm +4712345605", "Bo Lind +4712345606"]),
        (fault!("b04-trailing-column.csv"), &["Ada Holm +4712345607", "Bo Lind"]),
        (fault!("b04-stray-note.xlsx"), &["Ada Holm", "Bo Lind"]),
        (fault!("b05-excel-mac-roman.csv"), &["Zoë Müller", "José Peña", "Åse Bjørk"]),
        (fault!("b05-excel-mac-roman-2.csv"), &["Zoë Müller", "José Peña"]),
        (fault!("b05-windows-1252.csv"), &["Zoë Müller", "José Peña", "Åse Bjørk"]),
        (fault!("b07-sep-capitals.csv"), &["Ada Holm", "Bo Lind"]),
        (fault!("b07-sep-cr-only.csv"), &["Ada Holm", "Bo Lind"]),
        (fault!("b07-sep-crlf.csv"), &["Ada Holm", "Bo Lind"]),
        (fault!("b07-sep-quoted.csv"), &["Ada Holm", "Bo Lind"]),
        (fault!("b07-sep-utf16.csv"), &["Ada Holm", "Bo Lind"]),
        (fault!("b08-title-rows.csv"), &["Ada Holm +4712345608", "Bo Lind +4712345609"]),
        (fault!("b08-merged-title.xlsx"), &["Ada Holm +4712345616", "Bo Lind +4712345617"]),
    ];
    for (file, people) in files {
        let plan = planned(&ana, file).await;
        assert_eq!(counts(&plan), ["0", &people.len().to_string(), "0", "0", "0"], "{}: {}", file.0, plan.text());
        let found = rows(&ana, &plan, "create").await;
        for (row, person) in found.iter().zip(people) {
            // Numbers are shown in groups.
            let row: String = row.chars().filter(|c| !c.is_whitespace()).collect();
            let missing = person.split(' ').find(|word| !row.contains(word));
            assert_eq!((missing, row.contains("+47")), (None, person.contains("+47")), "{}: {row}", file.0);
        }
    }
    let strict = planned(&ana, fault!("b15-strict-rich-hidden.xlsx")).await;
    assert_eq!(counts(&strict), ["0", "3", "0", "0", "0"], "{}", strict.text());
}

#[rstest]
#[tokio::test]
async fn of_several_columns_the_primary_address_and_the_mobile_phone_are_chosen(
    #[values(Sqlite, Postgres)] kind: Kind,
) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let (name, bytes) = fault!("b03-google-workspace.csv");
    let google = ana.upload(START, name, bytes).await;
    let expected = ["first_name", "last_name", "email", "", "", "", "", "", "", "", "phone", ""];
    assert_eq!(chosen(&google), expected, "{}", google.text());
    let entra = "userPrincipalName,displayName,surname,mail,givenName,mobilePhone\r\n\
        ada_b.example#EXT#@acme.example,Ada,Holm,ada@b.example,Ada,\r\n";
    let entra = ana.upload(START, "users.csv", entra.as_bytes()).await;
    assert_eq!(chosen(&entra), ["", "", "last_name", "email", "first_name", "phone"], "{}", entra.text());
}

#[rstest]
#[tokio::test]
async fn cells_beyond_the_table_are_named_and_left_out(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (name, bytes) = fault!("b04-stray-note.xlsx");
    let columns = ana.upload(START, name, bytes).await;
    assert!(columns.shows("1 row has something beyond the last column") && columns.shows("line 2."));
    assert_eq!(chosen(&columns).len(), 3);
    let file: String = (1..=8).map(|n| format!("s{n}@b04.example;S;N{n};;stray\r")).collect();
    let columns = ana.upload(START, "s.csv", format!("email;first name;last name\r{file}").as_bytes()).await;
    assert!(columns.shows("8 rows have something beyond") && columns.shows("2, 3, 4, 5, 6, …"), "{}", columns.text());
    let plan = confirm(&ana, &columns, "add").await;
    assert!(plan.shows("8 rows have something beyond"), "{}", plan.text());
    let done = decide(&app, &ana, &plan, "apply").await;
    assert!(done.shows("8 added"), "{}", done.text());
}

#[rstest]
#[tokio::test]
async fn encoding_separator_and_header_can_be_chosen_and_show_at_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (name, bytes) = fault!("b05-excel-mac-roman.csv");
    let columns = ana.upload(START, name, bytes).await;
    let path = columns.path().to_owned();
    assert_eq!(selected(&columns, "encoding").as_deref(), Some("macintosh"), "{}", columns.text());
    assert_eq!(selected(&columns, "separator").as_deref(), Some("semicolon"));
    assert_eq!(selected(&columns, "header").as_deref(), Some("1"));
    assert!(columns.shows("Zoë · José · Åse"), "{}", columns.text());

    let read =
        async |more: &[(&str, &str)]| ana.post(&path, &[&[("go", "read"), ("how", "add")][..], more].concat()).await;
    let western = read(&[("encoding", "windows-1252")]).await;
    assert_eq!(western.status, 422, "a byte means nothing there: {}", western.text());
    assert_eq!(
        western.problem("encoding").as_deref(),
        Some("Line 4 can’t be read in this encoding. Choose another one.")
    );
    assert_eq!(selected(&western, "encoding").as_deref(), Some("windows-1252"), "what was chosen stays chosen");
    let unchanged = ana.get(&path).await;
    assert!(unchanged.shows("Zoë · José · Åse") && selected(&unchanged, "encoding").as_deref() == Some("macintosh"));

    let greek = read(&[("encoding", "windows-1253")]).await;
    assert_eq!((greek.status.as_u16(), greek.problem("encoding").is_some()), (422, true), "{}", greek.text());
    let central = read(&[("encoding", "ISO-8859-2")]).await;
    assert_eq!(central.status, 422, "{}", central.text());
    let cyrillic = read(&[("encoding", "windows-1251")]).await;
    assert!(cyrillic.status == 200 && cyrillic.shows("Zo‘ · JosЋ"), "{}", cyrillic.text());
    assert_eq!(selected(&cyrillic, "encoding").as_deref(), Some("windows-1251"));
    assert_eq!(ana.get(&path).await.attribute("[name=how][checked]", "value").as_deref(), Some("add"));

    let commas = read(&[("separator", "comma")]).await;
    assert_eq!(chosen(&commas).len(), 1, "{}", commas.text());
    assert_eq!(selected(&commas, "encoding").as_deref(), Some("windows-1251"), "the other choice stays");
    read(&[("separator", "semicolon"), ("encoding", "macintosh")]).await;
    let none = read(&[("header", "0")]).await;
    assert!(none.shows("Column 1") && none.shows("E-mail · zoe@b05.example"), "{}", none.text());
    let junk = read(&[("header", "77")]).await;
    assert_eq!(junk.problem("header").as_deref(), Some("Choose one of the values on offer."), "{}", junk.text());
    assert_eq!(read(&[("encoding", "utf-7")]).await.status, 422);

    // Whoever goes on with another choice is shown first what it makes of the file.
    let role = selected(&none, "role").unwrap();
    let map = [("go", "map"), ("how", "add"), ("role", &role), ("column-0", "email"), ("column-1", "full_name")];
    let shown = ana.post(&path, &[&map[..], &[("header", "1")]].concat()).await;
    assert!(shown.shows("What is in") && counts(&shown).is_empty(), "{}", shown.text());
    let plan = confirm(&ana, &shown, "add").await;
    assert_eq!(counts(&plan), ["0", "3", "0", "0", "0"], "{}", plan.text());

    // From the plan one can go back.
    let again = read(&[("encoding", "windows-1251")]).await;
    assert!(again.shows("Zo‘"), "{}", again.text());
    let plan = confirm(&ana, &read(&[("encoding", "macintosh")]).await, "add").await;
    assert!(number(&app, "SELECT COUNT(*) FROM job_files").await > 0);
    let done = decide(&app, &ana, &plan, "apply").await;
    assert!(done.shows("3 added"), "{}", done.text());
    assert_eq!(read(&[("encoding", "UTF-8")]).await.status, 409, "it is imported");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM job_files").await, 0, "and kept no longer");
}

#[rstest]
#[tokio::test]
async fn another_row_can_be_the_header_of_a_sheet(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (name, bytes) = fault!("b08-merged-title.xlsx");
    let columns = ana.upload(START, name, bytes).await;
    assert_eq!(selected(&columns, "header").as_deref(), Some("4"), "{}", columns.text());
    assert!(columns.all("#encoding, #separator").is_empty(), "a workbook says these itself");
    let offered = columns.all("#header option");
    assert_eq!(offered[..3], ["No row names the columns", "Line 1: Team list", "Line 2: as of 1 March"]);
    let first = ana.post(columns.path(), &[("go", "read"), ("header", "1")]).await;
    assert_eq!(chosen(&first).len(), 1, "{}", first.text());
    let back = ana.post(columns.path(), &[("go", "read"), ("header", "4")]).await;
    assert_eq!(chosen(&back), ["email", "first_name", "last_name", "phone"], "{}", back.text());
    decide(&app, &ana, &back, "cancel").await;
    assert_eq!(number(&app, "SELECT COUNT(*) FROM job_files").await, 0, "what is given up is kept no longer");
}

#[rstest]
#[tokio::test]
async fn a_file_that_nobody_decided_about_is_kept_for_a_week(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (name, bytes) = fault!("b08-title-rows.csv");
    let path = ana.upload(START, name, bytes).await.path().to_owned();
    for (days, kept) in [(6, true), (2, false)] {
        app.advance(Duration::from_hours(days * 24));
        domain::worker::sweep(&app.operator()).await.unwrap();
        assert_eq!(number(&app, "SELECT COUNT(*) FROM job_files").await > 0, kept, "{days}");
    }
    let (ana, _) = app.sign_in("ana@acme.example", crate::support::PASSWORD).await;
    let columns = ana.get(&path).await;
    assert!(columns.shows("What is in") && columns.all("#header").is_empty(), "{}", columns.text());
    let plan = confirm(&ana, &columns, "add").await;
    assert_eq!(counts(&plan), ["0", "2", "0", "0", "0"], "{}", plan.text());
    assert_eq!(ana.post(&path, &[("go", "read"), ("header", "1")]).await.status, 409);
}

#[rstest]
#[tokio::test]
async fn formulas_without_values_and_spreadsheet_errors_are_refused_by_name(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let plan = planned(&ana, fault!("b10-formulas-without-values.xlsx")).await;
    assert_eq!(counts(&plan), ["2", "0", "0", "0", "0"], "{}", plan.text());
    let wrong = rows(&ana, &plan, "wrong").await;
    assert!(wrong[0].contains("E-mail: The cell holds a formula that was saved without its result"), "{wrong:?}");
    assert!(wrong[1].contains("Last name: The cell holds a formula that was saved without its result"), "{wrong:?}");

    let file =
        "E-mail;Full name;Phone;Note\rada@b.example;Ada #REF!;;#REF!\rbo@b.example;#¿NOMBRE?;;\r#N/A;Cy Dahl;;\r";
    let plan = planned(&ana, ("errors.csv", file.as_bytes())).await;
    assert_eq!(counts(&plan), ["2", "1", "0", "0", "0"], "{}", plan.text());
    let wrong = rows(&ana, &plan, "wrong").await;
    let (name, address) = (&wrong[0], &wrong[1]);
    assert!(name.starts_with('3') && name.contains("Full name: The cell holds the spreadsheet error #NAME?"), "{name}");
    assert!(address.starts_with('4') && address.contains("E-mail: The cell holds the spreadsheet error #N/A"));
}

#[rstest]
#[tokio::test]
async fn addresses_that_look_alike_are_one_person(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let plan = planned(&ana, fault!("b12-zero-width.csv")).await;
    let wrong = rows(&ana, &plan, "wrong").await.join(" | ");
    assert!(wrong.contains("E-mail: Line 2 has the same address"), "{wrong}");
    decide(&app, &ana, &plan, "apply").await;
    let alike = "SELECT COUNT(*) FROM accounts WHERE email LIKE '%ada@b12.example%'";
    assert_eq!(number(&app, alike).await, 1);
    let plain = "SELECT COUNT(*) FROM accounts WHERE email IN ('ada@b12.example', 'bo@b12.example', 'di@b12.example')";
    assert_eq!(number(&app, plain).await, 3, "{wrong}");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM accounts").await, 4);
}
