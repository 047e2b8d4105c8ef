//! Whatever is asked of a long list, it is found, by an index, in the order asked for.

use crate::support::{Kind, Postgres, Sqlite, TestApp};
use domain::db::Query;
use domain::seed::{Plan, SeedMode, seed_by, seed_groups};
use domain::settings::SearchBudget;
use domain::users::import::{apply, map, parse_file, show, undo, upload};
use domain::users::{Listed, act, list};
use domain::worker::work;
use domain::{Context, Random, groups, keys, roles};
use model::groups::GroupInput;
use model::ids::GroupId;
use model::imports::{Mapping, Reading};
use model::users::{Action, LastActive, MemberField, RoleChoice, Sort, Source, Status, UsersQuery};
use model::wizard::AddMode;
use rstest::rstest;
use std::cmp::Ordering;
use tempfile::TempDir;

const MEMBERS: u32 = 8_000;

/// What a list of a million takes, in proportion: each way of finding people is gone.
const EFFORT: SearchBudget = SearchBudget {
    small_workspace: 100,
    max_candidates: 60,
    max_scan: 300,
    scan_first: 100,
    max_counted: 800,
    range: 400,
};

struct Acme {
    kind: Kind,
    app: TestApp,
    /// Their super-user's.
    ctx: Context,
}

impl Acme {
    async fn of(kind: Kind) -> Self {
        let app = TestApp::with_effort(kind, EFFORT).await;
        // A neighbour, whom no search may find.
        for (slug, members) in [("other", 40), ("acme", MEMBERS)] {
            let plan = Plan { members, seed: 7, slug: slug.into(), name: "Acme Research".into() };
            seed_by(&app.roster, &plan, SeedMode::Bulk, |_| {}).await.unwrap();
        }
        let plan = Plan { members: MEMBERS, seed: 7, slug: "acme".into(), name: String::new() };
        seed_groups(&app.roster, &plan).await.unwrap();
        let ctx = app.acting("admin@acme.example").await;
        Self { kind, app, ctx }
    }

    async fn page(&self, asked: &UsersQuery) -> (Vec<Listed>, Option<String>, Option<i64>) {
        let (page, _) = list(&self.ctx, "acme", asked).await.unwrap();
        (page.items, page.next, page.total)
    }

    /// Everyone there is, the removed included.
    async fn everyone(&self) -> Vec<Listed> {
        let mut everyone = Vec::new();
        let mut asked = UsersQuery { size: Some(200), ..UsersQuery::default() };
        loop {
            let (people, next, _) = self.page(&asked).await;
            everyone.extend(people);
            match next {
                Some(next) => asked.after = Some(next),
                None => return everyone,
            }
        }
    }

    /// What each statement of a page runs like.
    async fn plans(&self, asked: &UsersQuery) -> Vec<(String, Vec<String>)> {
        self.app.roster.db.record(true);
        self.page(asked).await;
        self.recorded().await
    }

    async fn recorded(&self) -> Vec<(String, Vec<String>)> {
        let recorded: Vec<Query> = self.app.roster.db.record(false);
        let mut tx = self.app.roster.db.read().await.unwrap();
        if self.kind == Postgres {
            // So few are read as a whole by right; what counts is that there is an index for when they are many.
            domain::db::query("SET LOCAL enable_seqscan = off").run(&mut tx).await.unwrap();
        }
        let mut plans = Vec::new();
        // What begins and ends a part of a transaction has no plan.
        for query in recorded.into_iter().filter(|query| !query.sql().contains("SAVEPOINT")) {
            plans.push((query.sql().to_owned(), query.plan(&mut tx).await.unwrap()));
        }
        assert!(!plans.is_empty());
        plans
    }
}

fn all_sorts() -> impl Iterator<Item = Sort> {
    MemberField::sortable().flat_map(|key| [false, true].map(|descending| Sort { key, descending }))
}

/// What differs in how it is found.
fn questions() -> Vec<UsersQuery> {
    let text = |q: &str| UsersQuery { q: q.into(), ..UsersQuery::default() };
    let mut questions: Vec<UsersQuery> =
        ["", "a", "zw", "zoe", "acme", "ana lima", "zim", "美", "+4912", "nobody"].into_iter().map(text).collect();
    questions.extend(Status::ALL.map(|status| UsersQuery { status: Some(status), ..UsersQuery::default() }));
    questions.push(UsersQuery { role: Some(RoleChoice::SuperUser), ..text("zoe") });
    questions.push(UsersQuery { group: Some(GroupId(uuid::Uuid::from_u128(7))), ..UsersQuery::default() });
    questions.push(UsersQuery { source: Some(Source::Seeded), ..UsersQuery::default() });
    questions.push(UsersQuery { mfa: Some(true), ..text("an") });
    questions.push(UsersQuery { status: Some(Status::Suspended), ..text("wil") });
    questions.push(UsersQuery { active: Some(LastActive::Never), ..UsersQuery::default() });
    questions
}

/// Of the table or of one of its indices.
fn reads_all(step: &str) -> bool {
    let mut words = step.split(' ');
    words.next() == Some("SCAN") && matches!(words.next(), Some("m" | "members" | "member_roles" | "group_members"))
}

#[rstest]
#[tokio::test]
async fn no_statement_reads_the_whole_table(#[values(Sqlite, Postgres)] kind: Kind) {
    let acme = Acme::of(kind).await;
    for asked in questions() {
        for sort in all_sorts() {
            let asked = UsersQuery { sort, ..asked.clone() };
            for (sql, plan) in acme.plans(&asked).await {
                // SQLite says SCAN of each row of a table, and of each row that a part of the statement hands on: such
                // a part is named CO-ROUTINE. PostgreSQL was told to do without where it can.
                let handed_on = plan.iter().filter(|step| *step == "CO-ROUTINE m").count();
                let whole = match kind {
                    Sqlite => plan.iter().filter(|step| reads_all(step)).count() > handed_on,
                    Postgres => plan.iter().any(|step| step.contains("Seq Scan on member")),
                };
                assert!(!whole, "{asked:?}\n{sql}\n{}", plan.join("\n"));
                // What a walk promises to the page: the index's own order.
                if sql.contains("FROM (SELECT * FROM members m") {
                    let loses_it = ["USE TEMP B-TREE", "Sort Key", "Hash"];
                    let sorts = plan.iter().any(|step| loses_it.iter().any(|sign| step.contains(sign)));
                    assert!(!sorts, "{asked:?}\n{sql}\n{}", plan.join("\n"));
                }
            }
        }
    }
}

/// Rights are read at every request, and names of roles with every change of someone.
#[rstest]
#[tokio::test]
async fn effective_roles_query_uses_an_index(#[values(Sqlite, Postgres)] kind: Kind) {
    let acme = Acme::of(kind).await;
    let asked = UsersQuery { size: Some(200), ..UsersQuery::default() };
    let person = acme.page(&asked).await.0.into_iter().find(|person| !person.groups.is_empty()).unwrap();
    let theirs = acme.app.acting(&keys::email(&person.email)).await;
    acme.app.roster.db.record(true);
    let _ = roles::page(&theirs, "acme").await;
    for action in [Action::Part(person.groups[0].id), Action::Join(person.groups[0].id), Action::Suspend] {
        act(&acme.ctx, "acme", person.id, action).await.unwrap();
    }
    let mut seen = 0;
    for (sql, plan) in acme.recorded().await.into_iter().filter(|(sql, _)| sql.contains("effective_roles")) {
        seen += 1;
        let whole = plan.iter().any(|step| reads_all(step) || step.contains("Seq Scan on member"));
        assert!(!whole && !plan.iter().any(|step| step.contains("MATERIALIZE")), "{sql}\n{}", plan.join("\n"));
    }
    assert!(seen > 3, "{seen}");
}

/// By its workspace alone, or with a status: all who are in it. Its active super-users, who are few, have an index of
/// their own.
fn reads_workspace(step: &str) -> bool {
    let of_members = [" m ", " members "].iter().any(|table| step.contains(table));
    let is_all = ["(workspace_id=?)", "(workspace_id=? AND status=?)"].iter().any(|by| step.ends_with(by));
    of_members && is_all && !step.contains("members_super_users")
}

/// SQLite would take the index of the workspace for the ids of many, and read everyone again for each batch.
#[rstest]
#[tokio::test]
async fn an_import_reads_no_more_than_its_own_people(#[values(Sqlite, Postgres)] kind: Kind) {
    let acme = Acme::of(kind).await;
    let new = |who: &str| -> String {
        let row = |n| format!("{who}{n}@import.example,Nia,Newcomer {n}\n");
        format!("E-mail,First name,Last name\n{}", (0..200).map(row).collect::<String>())
    };
    let people = acme.page(&UsersQuery { size: Some(200), ..UsersQuery::default() }).await.0;
    let member =
        roles::choices(&acme.ctx, "acme").await.unwrap().into_iter().find(|role| role.name == "Member").unwrap();
    let changed = people.iter().filter(|person| person.status == Status::Active && !person.super_user);
    let change = |person: &Listed| format!("{},Changed,Clerk,{},Staff\n", person.email, member.name);
    let changes = format!("E-mail,Last name,Job title,Role,Group\n{}", changed.map(change).collect::<String>());
    let staff = GroupInput { name: "Staff".into(), about: String::new(), roles: Vec::new() };
    groups::create(&acme.ctx, "acme", &staff).await.unwrap();
    for (file, how, sign) in [
        (new("new"), AddMode::Add, "DELETE FROM members"),
        (changes, AddMode::Add, "UPDATE accounts SET version"),
        (new("guest"), AddMode::Invite, "INSERT INTO invitations"),
    ] {
        let plans = acme.imported_and_undone(&file, how).await;
        assert!(plans.iter().any(|(sql, _)| sql.starts_with(sign)), "{sign}");
        assert!(plans.len() < 200, "{} statements for {sign}: some go row by row", plans.len());
        for (sql, plan) in plans {
            let whole = |step: &String| reads_all(step) || reads_workspace(step) || step.contains("Seq Scan on member");
            assert!(!plan.iter().any(whole), "{sql}\n{}", plan.join("\n"));
        }
    }
}

impl Acme {
    /// What each statement of an import runs like, from its plan to its undo.
    async fn imported_and_undone(&self, text: &str, how: AddMode) -> Vec<(String, Vec<String>)> {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("people.csv");
        std::fs::write(&file, text).unwrap();
        let ctx = &self.ctx;
        let id = upload(ctx, "acme", "people.csv", parse_file(&file, &Reading::default()).unwrap()).await.unwrap();
        let task = show(ctx, "acme", id, None, None).await.unwrap().task;
        self.app.roster.db.record(true);
        map(ctx, "acme", id, Mapping { how, ..task.mapping }).await.unwrap();
        work(ctx, Some(id)).await.unwrap();
        apply(ctx, "acme", id).await.unwrap();
        work(ctx, Some(id)).await.unwrap();
        undo(ctx, "acme", id).await.unwrap();
        work(ctx, Some(id)).await.unwrap();
        let plans = self.recorded().await;
        let end = show(ctx, "acme", id, None, None).await.unwrap();
        assert!(end.done > 100 && end.failed == 0, "{} undone, {} kept", end.done, end.failed);
        plans
    }
}

fn key_of_name(person: &Listed) -> String {
    keys::name(person.texts.or_blank(MemberField::FirstName), person.texts.or_blank(MemberField::LastName))
}

/// What the list says that it finds, decided for one person.
fn is_found(person: &Listed, asked: &UsersQuery) -> bool {
    let texts = |field: MemberField| keys::search(person.texts.or_blank(field).trim_start_matches('+'));
    let searched = MemberField::texts().filter(|field| field.spec().searchable).map(texts);
    let text =
        [key_of_name(person), keys::search(&person.email)].into_iter().chain(searched).collect::<Vec<_>>().join(" ");
    let words = keys::search(&asked.q);
    let has = |word: &str| {
        let plain = word.trim_start_matches('+');
        let is_phone = !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit());
        // As it is dialled within its country, or from abroad.
        let abroad = plain.trim_start_matches('0');
        let plain = if abroad.len() >= 6 { abroad } else { plain };
        text.contains(word) || (is_phone && text.contains(plain))
    };
    words.split_whitespace().all(has)
        && asked.status.map_or(person.status != Status::Removed, |status| person.status == status)
        && asked.group.is_none_or(|group| person.groups.iter().any(|one| one.id == group))
        && asked.source.is_none_or(|source| person.source == source)
        && asked.mfa.is_none_or(|with| person.second_factor == with)
        && match asked.role {
            None => true,
            Some(RoleChoice::SuperUser) => person.super_user,
            Some(RoleChoice::Role(id)) => person.roles.iter().any(|role| role.id == id),
        }
        && match asked.active {
            None => true,
            Some(LastActive::Never) => person.last_active_at.is_none(),
            _ => unreachable!("not asked for here"),
        }
}

/// The order that the list promises, but for those who are equal in it.
fn order(sort: Sort, a: &Listed, b: &Listed) -> Ordering {
    let ordering = match sort.key {
        MemberField::Name => key_of_name(a).cmp(&key_of_name(b)),
        MemberField::Email => keys::email(&a.email).cmp(&keys::email(&b.email)),
        MemberField::Joined => a.joined_at.cmp(&b.joined_at),
        MemberField::LastActive => a.last_active_at.cmp(&b.last_active_at),
        MemberField::Status => a.status.name().cmp(b.status.name()),
        MemberField::Source | MemberField::Role => Ordering::Equal,
        text => keys::search(a.texts.or_blank(text)).cmp(&keys::search(b.texts.or_blank(text))),
    };
    if sort.descending { ordering.reverse() } else { ordering }
}

/// A piece of someone's texts, and whatever else can be asked for.
fn any_question(random: &Random, everyone: &[Listed], sorts: &[Sort]) -> UsersQuery {
    let one_in = |n| random.below(n) == 0;
    let piece = || {
        let person = &everyone[random.below(everyone.len())];
        let texts: Vec<&str> =
            person.texts.iter().filter_map(|(_, text)| text).chain([person.email.as_str()]).collect();
        let letters: Vec<char> = texts[random.below(texts.len())].chars().collect();
        let from = random.below(letters.len().max(1));
        letters.into_iter().skip(from).take(1 + random.below(7)).collect::<String>()
    };
    let roles: Vec<_> = everyone.iter().flat_map(|person| &person.roles).map(|role| role.id).take(50).collect();
    let groups: Vec<_> = everyone.iter().flat_map(|person| &person.groups).map(|group| group.id).collect();
    let mut q = if one_in(6) { String::new() } else { piece() };
    if one_in(4) {
        q = format!("{q} {}", piece());
    }
    UsersQuery {
        q,
        status: one_in(4).then(|| Status::ALL[random.below(Status::ALL.len())]),
        role: one_in(4).then(|| match random.below(3) {
            0 => RoleChoice::SuperUser,
            _ => RoleChoice::Role(roles[random.below(roles.len())]),
        }),
        group: one_in(6).then(|| groups[random.below(groups.len())]),
        source: one_in(8).then(|| [Source::Seeded, Source::Invited][random.below(2)]),
        mfa: one_in(5).then(|| one_in(2)),
        active: one_in(8).then_some(LastActive::Never),
        sort: sorts[random.below(sorts.len())],
        size: Some(1 + u32::try_from(random.below(60)).unwrap()),
        ..UsersQuery::default()
    }
}

#[rstest]
#[tokio::test]
async fn a_search_finds_whom_one_would_find_by_looking_at_each(#[values(Sqlite, Postgres)] kind: Kind) {
    let acme = Acme::of(kind).await;
    let everyone = acme.everyone().await;
    assert_eq!(everyone.len(), MEMBERS as usize + 5);
    let sorts: Vec<Sort> = all_sorts().collect();
    let random = Random::seeded(8);
    for _ in 0..250 {
        let mut asked = any_question(&random, &everyone, &sorts);
        let mut expected: Vec<&Listed> = everyone.iter().filter(|person| is_found(person, &asked)).collect();
        // Some pages of it, or all.
        let mut found = Vec::new();
        let mut pages = 0;
        loop {
            let (people, next, total) = acme.page(&asked).await;
            found.extend(people);
            if let Some(total) = total {
                assert_eq!(total, i64::try_from(expected.len()).unwrap(), "{asked:?}");
            }
            pages += 1;
            match next {
                Some(next) if pages < 6 => asked.after = Some(next),
                Some(_) => break,
                None => {
                    assert_eq!(found.len(), expected.len(), "{asked:?}");
                    break;
                }
            }
        }
        let shown = asked.clone();
        for pair in found.windows(2) {
            assert_ne!(order(asked.sort, &pair[0], &pair[1]), Ordering::Greater, "{shown:?}");
        }
        assert!(found.iter().all(|person| is_found(person, &asked)), "{shown:?}");
        // None of them is passed over, none comes twice.
        expected.sort_by(|a, b| order(asked.sort, a, b));
        for (at, person) in found.iter().enumerate() {
            assert_eq!(order(asked.sort, person, expected[at]), Ordering::Equal, "{shown:?}: {at}");
        }
        let mut ids: Vec<_> = found.iter().map(|person| person.id.0).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), found.len(), "{shown:?}");
    }
}
