//! An import changes and invites people many at once: what the verbs make of them one by one, and the same is refused.

use crate::import::{counts, decide, planned};
use crate::import_batches::{SEATS, acme, all, change, compare, file, id, import, people, refused, standing};
use crate::seed::rows;
use crate::support::{Browser, Kind, Postgres, Sqlite, TestApp};
use domain::db::query;
use domain::invitations::{self, NewInvitation};
use domain::users::edit;
use domain::{Channel, Clock, Context, audit};
use model::Refusal;
use model::ids::{GroupId, MemberId, RoleId};
use model::users::{Access, Edit, MemberField, RoleChoice, Source, Texts};
use rstest::rstest;
use std::time::Duration;

/// A file that says the same of many as it did before, and of others something else: texts of the account and of the
/// membership, roles, groups, the flag of a super-user given and taken, and the actor herself.
fn changes() -> Vec<[String; 7]> {
    let row = |cells: [&str; 7]| cells.map(str::to_owned);
    let mut changes = vec![row(["ana@acme.example", "", "", "", "Founder", "", ""])];
    for (n, before) in people().into_iter().filter(|row| row[0].starts_with('p')).enumerate() {
        let email = before[0].as_str();
        let (phone, title) = (format!("+49309876{n:03}"), format!("Chief {n}"));
        changes.push(match n % 10 {
            0 => row([email, "Pat", &format!("Renamed {n}"), "", "", "", ""]),
            1 => row([email, "", "", &phone, &title, "", ""]),
            2 => row([email, "", "", "", "", "Viewer", ""]),
            3 => row([email, "", "", "", "", "", "Back office"]),
            4 => row([email, "Zoé", "王", &phone, &title, "Manager, Auditor", "Front desk; Back office"]),
            5 => row([email, "", "", "", &title, "", ""]),
            6 => row([email, "", "", "", "", "Super-user", ""]),
            7 => before,
            8 => row([email, "", "", "", &title, "Viewer, Member", ""]),
            _ => row([email, "", "", &phone, "", "", "Front desk"]),
        });
        if n == 30 {
            changes.push(row(["bea@acme.example", "", "", "", "Deputy", "Auditor", "Front desk"]));
            changes.push(row(["robin@other.example", "", "", "", "Guest", "Viewer", ""]));
        }
    }
    changes
}

/// How those stand who are in the file, and who was there.
async fn filled(kind: Kind, clock: Clock) -> (TestApp, Browser) {
    let (app, ana) = acme(kind, clock).await;
    let done = import(&app, &ana, &file(&people())).await;
    assert!(done.shows("74 added, 1 changed"), "{}", done.text());
    (app, ana)
}

/// After the plan was made: one is suspended, and one is gone.
async fn meanwhile(app: &TestApp) {
    change(app, "UPDATE members SET status = 'suspended', version = version + 1 WHERE email = 'p11@acme.example'")
        .await;
    change(app, "UPDATE members SET phone = NULL, version = version + 1 WHERE email = 'p21@acme.example'").await;
    change(app, "UPDATE accounts SET phone = NULL, version = version + 1 WHERE email = 'p21@acme.example'").await;
    change(app, "UPDATE accounts SET muted = 'access' WHERE email = 'p12@acme.example'").await;
}

async fn importing(app: &TestApp) -> Context {
    let address = "127.0.0.1".parse().ok();
    Context { channel: Channel::Import, address, ..app.acting("ana@acme.example").await }
}

async fn roles(app: &TestApp, names: &str) -> Vec<RoleId> {
    let mut roles = Vec::new();
    for name in names.split(',').map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty()) {
        if name != "super-user" {
            roles.push(id(app, &format!("SELECT id FROM roles WHERE builtin = '{name}'")).await.into());
        }
    }
    roles
}

/// By the verb, one by one; answers what was refused.
async fn change_one_by_one(app: &TestApp, changes: &[[String; 7]]) -> Vec<(i64, Refusal)> {
    let ctx = importing(app).await;
    let mut refused = Vec::new();
    for (n, [email, first_name, last_name, phone, title, role_names, group_names]) in changes.iter().enumerate() {
        let mut tx = app.roster.db.read().await.unwrap();
        let (id_of, version): (uuid::Uuid, i64) =
            query("SELECT id, version FROM members WHERE email = $1").bind(email).one(&mut tx).await.unwrap();
        drop(tx);
        let given = [
            (MemberField::FirstName, first_name),
            (MemberField::LastName, last_name),
            (MemberField::Phone, phone),
            (MemberField::JobTitle, title),
        ];
        let given = given.into_iter().filter(|(_, text)| !text.is_empty());
        let mut groups: Vec<GroupId> = Vec::new();
        for name in group_names.split(';').map(str::trim).filter(|name| !name.is_empty()) {
            groups.push(id(app, &format!("SELECT id FROM groups WHERE name = '{name}'")).await.into());
        }
        let access = Access { super_user: role_names == "Super-user", roles: roles(app, role_names).await };
        let form = Edit {
            texts: given.map(|(field, text)| (field, Some(text.clone()))).collect(),
            access: (!role_names.is_empty()).then_some(access),
            groups: (!group_names.is_empty()).then_some(groups),
            version,
            ..Edit::default()
        };
        if let Err(error) = edit(&ctx, "acme", MemberId(id_of), &form).await {
            refused.push((i64::try_from(n).unwrap() + 2, Refusal::from_error(error).unwrap()));
        }
    }
    refused
}

/// Rows without the number of their version, which every change raises.
fn without_versions(all: Vec<(&'static str, Vec<String>)>) -> Vec<(&'static str, Vec<String>)> {
    let without = |row: String| row.rsplit_once('|').map_or(row.clone(), |(row, _)| row.to_owned());
    let rows = |(table, rows): (&'static str, Vec<String>)| {
        let is_versioned = matches!(table, "accounts" | "members");
        (table, if is_versioned { rows.into_iter().map(without).collect() } else { rows })
    };
    all.into_iter().map(rows).collect()
}

/// Who has been mailed that they have other roles.
async fn told(app: &TestApp) -> Vec<String> {
    rows(app, "SELECT recipient FROM outbox WHERE kind = 'access_changed' ORDER BY id".into()).await
}

#[rstest]
#[tokio::test]
async fn changes_in_batches_are_those_of_the_verb_and_are_undone(#[values(Sqlite, Postgres)] kind: Kind) {
    let clock = Clock::manual();
    let ((by_verbs, _), (in_batches, bia)) = (filled(kind, clock.clone()).await, filled(kind, clock).await);
    compare(all(&by_verbs).await, all(&in_batches).await);
    let changes = changes();

    let plan = planned(&in_batches, &bia, &file(&changes), "add").await;
    let [wrong, added, invited, changed, unchanged] = <[String; 5]>::try_from(counts(&plan)).unwrap();
    assert_eq!((wrong.as_str(), added.as_str(), invited.as_str()), ("0", "0", "0"), "{}", plan.text());
    assert!(changed.parse::<u32>().unwrap() > 55 && unchanged != "0", "{changed} and {unchanged}");
    meanwhile(&in_batches).await;
    meanwhile(&by_verbs).await;
    let before = without_versions(standing(&in_batches).await);
    let heard = told(&in_batches).await;
    let done = decide(&in_batches, &bia, &plan, "apply").await;
    let expected = change_one_by_one(&by_verbs, &changes).await;
    assert_eq!(refused(&in_batches).await, expected);
    compare(all(&by_verbs).await, all(&in_batches).await);
    let told = told(&in_batches).await;
    assert!(told.len() > heard.len() + 10, "{told:?}");
    let to_p12 = told.iter().filter(|to| *to == "p12@acme.example").count();
    assert_eq!(to_p12, 1, "of their first roles alone: they would rather not hear of others");

    // Somebody is changed since, and stays.
    change(
        &in_batches,
        "UPDATE members SET job_title = 'Later', version = version + 1 WHERE email = 'p5@acme.example'",
    )
    .await;
    let undone = decide(&in_batches, &bia, &done, "undo").await;
    assert!(undone.shows("1 not undone"), "{}", undone.text());
    let kept = undone.all(".job-problems tbody tr").join(" | ");
    assert!(kept.contains("p5@acme.example"), "{kept}");
    change(&in_batches, "UPDATE members SET job_title = NULL WHERE email = 'p5@acme.example'").await;
    let mut after = without_versions(standing(&in_batches).await);
    for (table, rows) in &mut after {
        if *table == "members" {
            // What was made of the title that stays.
            *rows = rows.iter().map(|row| row.replace("|chief 5|", "||").replace("later", "")).collect();
        }
    }
    let ours = |all: &[(&'static str, Vec<String>)]| -> Vec<(&'static str, Vec<String>)> {
        let but_p5 = |row: &&String| !row.contains("p5@acme.example");
        all.iter().map(|(table, rows)| (*table, rows.iter().filter(but_p5).cloned().collect())).collect()
    };
    compare(ours(&before), ours(&after));
    let verified = audit::verify(&in_batches.operator(), Some("acme")).await.unwrap();
    assert!(verified.iter().all(|one| one.found.is_ok()), "{verified:?}");
}

/// Who is new in several ways, whose invitation has expired or not, and more than there are seats.
fn guests() -> Vec<[String; 7]> {
    let row = |cells: [&str; 7]| cells.map(str::to_owned);
    let mut guests = Vec::new();
    for n in 0..70 {
        let (email, title) = (format!("g{n}@acme.example"), format!("Réviseuse {n}"));
        guests.push(match n % 5 {
            0 => row([&email, "Gil", &format!("Number {n}"), "", "", "Viewer", ""]),
            1 => row([&email, "Zoë", "", "", &title, "Member", ""]),
            2 => row([&email, "Sue", "Per", "", "", "Super-user", ""]),
            3 => row([&email, "Ana", "王", "", &title, "", ""]),
            _ => row([&email, "Gil", "O’Neil", "", "", "Auditor", ""]),
        });
        match n {
            12 => guests.push(row(["robin@other.example", "Not", "Used", "", &title, "Member", ""])),
            20 => guests.push(row(["lia@denied.example", "Lia", "Denied", "", "", "Viewer", ""])),
            33 => guests.push(row(["caio@acme.example", "Caio", "Again", "", "Guide", "Member", ""])),
            66 => guests.push(row(["dora@acme.example", "Dora", "Again", "", "", "Viewer", ""])),
            _ => {}
        }
    }
    guests
}

async fn invite_one_by_one(app: &TestApp, guests: &[[String; 7]]) -> Vec<(i64, Refusal)> {
    let ctx = importing(app).await;
    let mut refused = Vec::new();
    for (n, [email, first_name, last_name, _, title, role_name, _]) in guests.iter().enumerate() {
        let role = match role_name.as_str() {
            "Super-user" => RoleChoice::SuperUser,
            "" => RoleChoice::Role(roles(app, "Member").await[0]),
            name => RoleChoice::Role(roles(app, name).await[0]),
        };
        let title = Some(title.clone()).filter(|title| !title.is_empty());
        let new = NewInvitation {
            email: email.clone(),
            first_name: first_name.clone(),
            last_name: last_name.clone(),
            texts: Texts::default().with(MemberField::JobTitle, title),
            role,
            source: Source::Imported,
        };
        if let Err(error) = invitations::send(&ctx, "acme", new).await {
            refused.push((i64::try_from(n).unwrap() + 2, Refusal::from_error(error).unwrap()));
        }
    }
    refused
}

#[rstest]
#[tokio::test]
async fn invitations_in_batches_are_those_of_the_verb_and_are_revoked(#[values(Sqlite, Postgres)] kind: Kind) {
    let clock = Clock::manual();
    let ((by_verbs, _), (in_batches, _)) = (acme(kind, clock.clone()).await, acme(kind, clock).await);
    // The first invitation of each has expired.
    by_verbs.advance(Duration::from_hours(16 * 24));
    let (bia, _) = in_batches.sign_in("ana@acme.example", crate::support::PASSWORD).await;
    let (_, _) = by_verbs.sign_in("ana@acme.example", crate::support::PASSWORD).await;
    let guests = guests();

    let plan = planned(&in_batches, &bia, &file(&guests), "invite").await;
    assert_eq!(counts(&plan), ["0", "0", "74", "0", "0"], "{}", plan.text());
    for app in [&in_batches, &by_verbs] {
        change(app, "UPDATE workspaces SET denied_domains = 'denied.example', plan = 'tight'").await;
    }
    let done = decide(&in_batches, &bia, &plan, "apply").await;
    let expected = invite_one_by_one(&by_verbs, &guests).await;
    assert!(expected.len() > 8, "{expected:?}");
    assert_eq!(refused(&in_batches).await, expected);
    compare(all(&by_verbs).await, all(&in_batches).await);
    let seats = rows(
        &in_batches,
        "SELECT CAST(SUM(value) AS TEXT) FROM counters WHERE name IN ('members.active', 'invitations.pending')".into(),
    )
    .await;
    assert_eq!(seats, [SEATS.to_string()]);

    // One has come in since, and stays.
    change(&in_batches, "UPDATE members SET status = 'active' WHERE email = 'g4@acme.example'").await;
    let undone = decide(&in_batches, &bia, &done, "undo").await;
    assert!(undone.shows("1 not undone"), "{}", undone.text());
    let open = rows(&in_batches, "SELECT email FROM invitations WHERE status = 'pending'".into()).await;
    assert_eq!(open, ["g4@acme.example"]);
    let invited = rows(&in_batches, "SELECT email FROM members WHERE status = 'invited'".into()).await;
    assert!(invited.is_empty(), "{invited:?}");
    let waiting = rows(&in_batches, "SELECT recipient FROM outbox WHERE kind = 'invitation'".into()).await;
    assert_eq!(waiting, ["g4@acme.example"], "the mails of the others are withdrawn");
    let indexed = rows(&in_batches, "SELECT CAST(COUNT(*) AS TEXT) FROM member_search".into()).await;
    assert_eq!(indexed, ["3"], "the index holds Ana, Bea and who came in");
}
