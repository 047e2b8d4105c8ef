//! An import adds people many at once: what the verbs make of them one by one, and the same is refused.

use crate::accept::invite;
use crate::groups;
use crate::import::{confirm, counts, decide, planned};
use crate::seed::{contents, joined, rows};
use crate::support::{Browser, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use domain::db::query;
use domain::members::{NewAccount, Preferences, Secret, insert_account};
use domain::users::{NewUser, create_in, edit};
use domain::{Channel, Clock, Context, accounts, audit};
use model::Refusal;
use model::accounts::Password;
use model::ids::{GroupId, MemberId, RoleId};
use model::plans::{Plan, Plans};
use model::users::{Access, Edit, MemberField, RoleChoice, Source, Texts};
use rstest::rstest;
use std::time::Duration;

const HEAD: &str = "email,first name,last name,phone,job title,role,group\n";

/// Line by line what the file says: who is new in many ways, and between them those whom a batch leaves to the verbs.
/// After `full` of the additions no seat is left.
pub fn people() -> Vec<[String; 7]> {
    let row = |cells: [&str; 7]| cells.map(str::to_owned);
    let mut people = Vec::new();
    for n in 0..70 {
        let email = format!("p{n}@acme.example");
        let (phone, title) = (format!("+49301234{n:03}"), format!("Réviseuse {n}"));
        people.push(match n % 7 {
            0 => row([&email, "Pat", &format!("Number {n}"), "", "", "Viewer", ""]),
            1 => row([&email, "Zoë", "", &phone, &title, "Member", ""]),
            2 => row([&email, "Ana", "王", "", "", "Manager", "Front desk"]),
            3 => row([&email, "Pat", "O’Neil", &phone, &title, "Viewer", "Back office; Front desk"]),
            4 => row([&email, "Sue", "Per", "", "", "Super-user", ""]),
            5 => row([&email, "Two", "Roles", "", &title, "Viewer, Member", "Front desk"]),
            _ => row([&email, "Pat", &format!("Last {n}"), "", "", "Auditor", ""]),
        });
        match n {
            12 => people.push(row(["robin@other.example", "Not", "Used", "", &title, "Member", "Front desk"])),
            20 => people.push(row(["lia@denied.example", "Lia", "Denied", "", "", "Viewer", ""])),
            33 => people.push(row(["caio@acme.example", "Caio", "Invited", "", "", "Member", ""])),
            40 => people.push(row(["bea@acme.example", "Bea", "Lima", "", "Chief", "Member", "Front desk"])),
            66 => people.push(row(["dora@acme.example", "Dora", "Invited", "", "", "Viewer", ""])),
            _ => {}
        }
    }
    people
}

/// Those who were there before, those who are invited, and those who come before row 62.
pub const SEATS: u64 = 2 + 2 + 61;

pub async fn change(app: &TestApp, sql: &'static str) {
    let mut tx = app.roster.db.write().await.unwrap();
    query(sql).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// Robin has an account, and is in no workspace.
pub async fn robin_elsewhere(app: &TestApp) {
    let robin = accounts::NewPerson {
        email: "robin@other.example".into(),
        first_name: "Robin".into(),
        last_name: "Other".into(),
        new_membership: None,
    };
    accounts::create(&app.operator(), &robin, &Password::new(PASSWORD)).await.unwrap();
}

/// A workspace with a member, two invited people, two groups and a webhook, beside an account that is nowhere.
pub async fn acme(kind: Kind, clock: Clock) -> (TestApp, Browser) {
    let plan = Plan { key: "tight".into(), name: "Tight".into(), people: Some(SEATS), ..Plan::default() };
    let plans = Plans { declared: vec![plan], default: None, support: "help@roster.example".into() };
    let app = TestApp::with_settings_and_clock(kind, |settings| settings.plans = plans, clock).await;
    let ana = app.set_up().await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    invite(&ana, "caio@acme.example").await;
    invite(&ana, "dora@acme.example").await;
    groups::add(&ana, "Front desk", &[]).await;
    let auditor = id(&app, "SELECT id FROM roles WHERE builtin = 'auditor'").await;
    groups::add(&ana, "Back office", &[auditor.to_string()]).await;
    robin_elsewhere(&app).await;
    for (name, events) in [("all", ""), ("some", "user.updated")] {
        let mut tx = app.roster.db.write().await.unwrap();
        query(
            "INSERT INTO webhook_endpoints
                 (id, workspace_id, url, description, events, payload, enabled, secret, paused_until, leased_until,
                  created_at, version)
             SELECT $1, id, 'https://hooks.example/', $2, $3, 'thin', $5, $4, 0, 0, 0, 1 FROM workspaces",
        )
        .bind(app.roster.random.id::<uuid::Uuid>(app.roster.clock.now()))
        .bind(name)
        .bind(events)
        .bind(vec![0_u8])
        .bind(true)
        .run(&mut tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }
    (app, ana)
}

pub async fn id(app: &TestApp, sql: &str) -> uuid::Uuid {
    let mut tx = app.roster.db.read().await.unwrap();
    let (id,): (uuid::Uuid,) = query(sql.to_owned()).one(&mut tx).await.unwrap();
    id
}

pub fn file(people: &[[String; 7]]) -> String {
    let lines = people.iter().map(|row| row.each_ref().map(|cell| format!("\"{cell}\"")).join(",") + "\n");
    HEAD.to_owned() + &lines.collect::<String>()
}

/// After the plan was made: a domain is refused, and there is an end to the seats.
async fn meanwhile(app: &TestApp) {
    change(app, "UPDATE workspaces SET denied_domains = 'denied.example', plan = 'tight'").await;
}

/// By the verbs, one by one; answers what was refused.
async fn one_by_one(app: &TestApp, people: &[[String; 7]]) -> Vec<(i64, Refusal)> {
    let address = "127.0.0.1".parse().ok();
    let ctx = Context { channel: Channel::Import, address, ..app.acting("ana@acme.example").await };
    let mut refused = Vec::new();
    for (n, row) in people.iter().enumerate() {
        if let Err(error) = by_verbs(app, &ctx, row).await {
            // The first line of the file names the columns.
            refused.push((i64::try_from(n).unwrap() + 2, Refusal::from_error(error).unwrap()));
        }
    }
    refused
}

async fn by_verbs(app: &TestApp, ctx: &Context, row: &[String; 7]) -> Result<(), model::Error> {
    let [email, first_name, last_name, phone, title, role_names, group_names] = row;
    let own = Texts::default().with(MemberField::JobTitle, title.clone());
    let mut roles: Vec<RoleId> = Vec::new();
    for name in role_names.split(',').map(|name| name.trim().to_lowercase()).filter(|name| name != "super-user") {
        roles.push(id(app, &format!("SELECT id FROM roles WHERE builtin = '{name}'")).await.into());
    }
    let mut groups: Vec<GroupId> = Vec::new();
    for name in group_names.split(';').map(str::trim).filter(|name| !name.is_empty()) {
        groups.push(id(app, &format!("SELECT id FROM groups WHERE name = '{name}'")).await.into());
    }
    let mut form = Edit {
        texts: if title.is_empty() { Texts::default() } else { own },
        access: (roles.len() > 1).then(|| Access { super_user: false, roles: roles.clone() }),
        groups: (!groups.is_empty()).then_some(groups),
        version: 1,
        ..Edit::default()
    };
    let member = if email.starts_with("bea@") {
        // She is a member: the file changes her.
        let mut tx = app.roster.db.read().await.unwrap();
        let (id, version): (uuid::Uuid, i64) =
            query("SELECT id, version FROM members WHERE email = $1").bind(email).one(&mut tx).await.unwrap();
        form.version = version;
        MemberId(id)
    } else {
        let new = NewUser {
            email: email.clone(),
            first_name: first_name.clone(),
            last_name: last_name.clone(),
            phone: Some(phone.clone()).filter(|phone| !phone.is_empty()),
            secret: Secret::None,
            role: roles.first().map_or(RoleChoice::SuperUser, |role| RoleChoice::Role(*role)),
            source: Source::Imported,
        };
        let mut tx = ctx.write().await?;
        let membership = ctx.membership(&mut tx, "acme").await?;
        let created = create_in(ctx, &mut tx, &membership, new).await?;
        tx.commit().await?;
        created.member
    };
    if form.texts.is_empty() && form.access.is_none() && form.groups.is_none() {
        return Ok(());
    }
    edit(ctx, "acme", member, &form).await
}

/// Events of members and invitations.
const OF_PEOPLE: &str = "(e.action LIKE 'member.%' OR e.action LIKE 'invitation.%')";

/// What the two are compared by, beside what is made by chance.
pub async fn all(app: &TestApp) -> Vec<(&'static str, Vec<String>)> {
    let groups = joined("m.email g.name");
    let messages = joined("w.description x.event_type x.payload x.status x.attempts e.action e.target");
    let mails = joined("o.recipient o.kind o.status o.priority o.language o.link_ttl o.payload");
    let invitations = joined(
        "i.email i.email_key i.first_name i.last_name i.super_user r.name i.language i.status b.email i.created_at
         i.sent_at i.expires_at i.closed_at",
    );
    let mut all = contents(app).await;
    all.retain(|(table, _)| !matches!(*table, "audit_events" | "mails"));
    let events = joined("e.at b.email e.channel e.address e.action m.email e.target e.before e.after");
    for (table, sql) in [
        (
            "events",
            format!(
                "SELECT {events} FROM audit_events e LEFT JOIN accounts b ON b.id = e.actor_id
                            LEFT JOIN members m ON m.id = e.target_id WHERE {OF_PEOPLE} ORDER BY 1"
            ),
        ),
        (
            "groups",
            format!(
                "SELECT {groups} FROM group_members x JOIN members m ON m.id = x.member_id
                            JOIN groups g ON g.id = x.group_id ORDER BY 1"
            ),
        ),
        (
            "messages",
            format!(
                "SELECT {messages} FROM webhook_messages x JOIN webhook_endpoints w ON w.id = x.endpoint_id
                              JOIN audit_events e ON e.id = x.event_id WHERE {OF_PEOPLE} ORDER BY 1"
            ),
        ),
        ("mails", format!("SELECT {mails} FROM outbox o ORDER BY 1")),
        (
            "invitations",
            format!(
                "SELECT {invitations} FROM invitations i LEFT JOIN roles r ON r.id = i.role_id
                              LEFT JOIN accounts b ON b.id = i.inviter_id ORDER BY 1"
            ),
        ),
    ] {
        all.push((table, rows(app, sql).await));
    }
    let names = rows(app, "SELECT CAST(name AS TEXT) FROM roles ORDER BY id".into()).await;
    let mut ids = Vec::new();
    let mut tx = app.roster.db.read().await.unwrap();
    let found: Vec<(uuid::Uuid,)> = query("SELECT id FROM roles ORDER BY id").all(&mut tx).await.unwrap();
    ids.extend(found.into_iter().map(|(id,)| id.to_string()).zip(names));
    for (_, rows) in &mut all {
        for row in rows.iter_mut() {
            for (id, name) in &ids {
                *row = row.replace(id, name);
            }
            *row = with_roles_by_name(row);
        }
        rows.sort();
    }
    all
}

/// Roles of an event are in the order of their ids, which is left to chance.
fn with_roles_by_name(row: &str) -> String {
    let mut pieces = row.split("\"roles\":[");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |row, piece| {
        let (roles, rest) = piece.split_once(']').unwrap();
        let mut roles: Vec<&str> = roles.split(',').collect();
        roles.sort_unstable();
        format!("{row}\"roles\":[{}]{rest}", roles.join(","))
    })
}

/// Whom the list answers these with.
async fn found(app: &TestApp, ana: &Browser) -> Vec<(String, Vec<String>)> {
    let front = id(app, "SELECT id FROM groups WHERE name = 'Front desk'").await;
    let back = id(app, "SELECT id FROM groups WHERE name = 'Back office'").await;
    let viewer = id(app, "SELECT id FROM roles WHERE builtin = 'viewer'").await;
    let auditor = id(app, "SELECT id FROM roles WHERE builtin = 'auditor'").await;
    let mut found = Vec::new();
    for (name, query) in [
        ("text", "q=zoe".to_owned()),
        ("two texts", "q=pat%20neil".to_owned()),
        ("phone", "q=%2B49301234".to_owned()),
        ("title", "q=reviseuse&sort=-job_title".to_owned()),
        ("short", "q=%E7%8E%8B&sort=email".to_owned()),
        ("front", format!("group={front}&sort=email")),
        ("back", format!("group={back}&q=pat&sort=email")),
        ("viewer", format!("role={viewer}&sort=role&q=p")),
        ("auditor", format!("role={auditor}&q=pat&sort=email")),
        ("super", "role=super-user&q=s&sort=email".to_owned()),
        ("source", "source=imported&q=p1&sort=-email".to_owned()),
        ("factor", "mfa=without&q=acme&status=active&sort=email".to_owned()),
        ("all", "sort=email".to_owned()),
    ] {
        let page = ana.get(&format!("/w/acme/users?size=200&{query}")).await;
        assert_eq!(page.status, 200, "{name}");
        let mut mails = page.all("tbody .person-mail");
        assert!(!mails.is_empty(), "{name}: {}", page.text());
        // Those of one name stand in the order of their ids.
        mails.sort();
        found.push((name.to_owned(), [mails, page.all(".page-title .count")].concat()));
    }
    found
}

pub async fn refused(app: &TestApp) -> Vec<(i64, Refusal)> {
    let mut tx = app.roster.db.read().await.unwrap();
    let rows: Vec<(i64, String)> =
        query("SELECT n, problem FROM job_rows WHERE outcome = 'refused' ORDER BY n").all(&mut tx).await.unwrap();
    rows.into_iter().map(|(n, problem)| (n, serde_json::from_str(&problem).unwrap())).collect()
}

pub fn compare(expected: Vec<(&'static str, Vec<String>)>, found: Vec<(&'static str, Vec<String>)>) {
    for ((table, expected), (_, found)) in expected.into_iter().zip(found) {
        for (expected, found) in expected.iter().zip(&found) {
            assert_eq!(found, expected, "{table}");
        }
        assert_eq!(found.len(), expected.len(), "{table}");
    }
}

#[rstest]
#[tokio::test]
async fn batches_make_and_refuse_what_the_verbs_do_one_by_one(#[values(Sqlite, Postgres)] kind: Kind) {
    let clock = Clock::manual();
    let ((by_verbs, ana), (in_batches, bia)) = (acme(kind, clock.clone()).await, acme(kind, clock).await);
    compare(all(&by_verbs).await, all(&in_batches).await);
    let people = people();

    let plan = planned(&in_batches, &bia, &file(&people), "add").await;
    assert_eq!(counts(&plan), ["0", "74", "0", "1", "0"], "{}", plan.text());
    meanwhile(&in_batches).await;
    meanwhile(&by_verbs).await;
    decide(&in_batches, &bia, &plan, "apply").await;
    let expected = one_by_one(&by_verbs, &people).await;
    let lines: Vec<i64> = expected.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [24, 66, 67, 68, 69, 70, 71, 72, 74, 75, 76], "whoever was invited has a seat");
    assert_eq!(refused(&in_batches).await, expected);
    compare(all(&by_verbs).await, all(&in_batches).await);
    assert_eq!(found(&in_batches, &bia).await, found(&by_verbs, &ana).await);
    for app in [&by_verbs, &in_batches] {
        let verified = audit::verify(&app.operator(), Some("acme")).await.unwrap();
        assert!(verified.iter().all(|one| one.found.is_ok()), "{verified:?}");
    }
}

/// What stays when everything of an import is undone: all but what only the verbs for people can say.
pub async fn standing(app: &TestApp) -> Vec<(&'static str, Vec<String>)> {
    let mut standing = all(app).await;
    standing.retain(|(table, _)| matches!(*table, "accounts" | "members" | "member_roles" | "groups" | "counters"));
    standing
}

#[rstest]
#[tokio::test]
async fn undoing_leaves_what_was_there_before(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = acme(kind, Clock::manual()).await;
    let new = people().into_iter().filter(|row| row[0].starts_with('p')).collect::<Vec<_>>();
    let before = standing(&app).await;
    let done = import(&app, &ana, &file(&new)).await;
    assert!(done.shows("70 added"), "{}", done.text());
    let undone = decide(&app, &ana, &done, "undo").await;
    assert!(undone.shows("70 additions undone"), "{}", undone.text());
    compare(before, standing(&app).await);
    let purged =
        rows(&app, "SELECT target FROM audit_events WHERE action = 'member.purge' ORDER BY target".into()).await;
    let mut expected: Vec<String> = new.iter().map(|row| row[0].clone()).collect();
    expected.sort();
    assert_eq!(purged, expected);
    let indexed = rows(&app, "SELECT CAST(COUNT(*) AS TEXT) FROM member_search".into()).await;
    assert_eq!(indexed, ["4"], "the index holds Ana, Bea and the two who are invited");
    let went = rows(&app, "SELECT CAST(SUM(went) AS TEXT) FROM member_days".into()).await;
    assert_eq!(went, ["70"]);
}

pub async fn import(app: &TestApp, ana: &Browser, text: &str) -> Page {
    let page = ana.upload(crate::import::START, "people.csv", text.as_bytes()).await;
    let plan = confirm(ana, &page, "add").await;
    domain::worker::work(&app.operator(), None).await.unwrap();
    decide(app, ana, &plan, "apply").await
}

#[tokio::test]
async fn an_address_that_gets_an_account_meanwhile_is_added_by_it() {
    let (app, ana) = TestApp::with_super_user(Postgres).await;
    let people: String = (0..9).map(|n| format!("p{n}@acme.example,Pat {n},Viewer\n")).collect();
    let plan = planned(&app, &ana, &format!("email,name,role\n{people}"), "add").await;
    let ctx = app.operator();
    let mut tx = ctx.write().await.unwrap();
    let account = NewAccount {
        email: "p5@acme.example".into(),
        first_name: "Robin".into(),
        last_name: "Other".into(),
        phone: None,
        secret: Secret::None,
        preferences: Preferences::default(),
        made_by: None,
    };
    insert_account(&ctx, &mut tx, &account).await.unwrap();
    let commit = async {
        // The batch waits for this transaction by then.
        tokio::time::sleep(Duration::from_millis(700)).await;
        tx.commit().await.unwrap();
    };
    let path = plan.path().split('?').next().unwrap().to_owned();
    tokio::join!(ana.post(&path, &[("go", "apply")]), commit);
    let done = ana.get(&path).await;
    assert!(done.shows("9 added"), "{}", done.text());
    assert_eq!(rows(&app, "SELECT first_name FROM members WHERE email = 'p5@acme.example'".into()).await, ["Robin"]);
    let mails = rows(&app, "SELECT recipient FROM outbox".into()).await;
    assert_eq!(mails, ["p5@acme.example"], "who had an account hears of it");
}
