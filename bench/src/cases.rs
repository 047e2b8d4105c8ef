//! What is measured.

use crate::credits::credits;
use crate::files::downloads;
use crate::imports::imports;
use crate::lists::{Measured, far, measure, page, sorts};
use crate::place::{Place, SLUG};
use crate::sign_in::sign_in;
use crate::stopwatch::{Stopwatch, Times};
use crate::table::{Table, ms};
use domain::{Random, roles};
use model::users::{Sort, UsersQuery};

/// Prints each table of which something is wanted, once it is made.
pub async fn all(place: &Place, only: &str) -> anyhow::Result<()> {
    print(&orders(place, only).await?);
    print(&filters(place, only).await?);
    print(&searches(place, only).await?);
    print(&any_piece(place, only).await?);
    print(&downloads(place, only).await?);
    print(&imports(place, only).await?);
    print(&credits(place, only).await?);
    sign_in(place, only).await?.iter().for_each(print);
    Ok(())
}

fn print(table: &Table) {
    if !table.is_empty() {
        println!("{}\n", table.markdown());
    }
}

fn query(text: &str) -> anyhow::Result<UsersQuery> {
    let pairs: Vec<(&str, &str)> = text.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let get = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    UsersQuery::parse(get).map_err(|errors| anyhow::anyhow!("{text}: {errors:?}"))
}

/// Page 1 and page 1,000 in every order.
async fn orders(place: &Place, only: &str) -> anyhow::Result<Table> {
    let mut table =
        Table::new("Orders", &["order", "page 1 p50", "p95", "page 1,000 p50", "p95", "ratio p50", "queries"]);
    for sort in sorts() {
        let name = format!("sort={}", sort.written());
        if !name.contains(only) {
            continue;
        }
        let asked = UsersQuery { sort, ..UsersQuery::default() };
        let near = measure(place, &asked).await?;
        let (asked, _) = far(place, &asked).await?;
        let far = measure(place, &asked).await?;
        let ratio = far.times.percentile(50) / near.times.percentile(50);
        table.row(vec![
            name,
            ms(near.times.percentile(50)),
            ms(near.times.percentile(95)),
            ms(far.times.percentile(50)),
            ms(far.times.percentile(95)),
            format!("{ratio:.2}"),
            near.queries.max(far.queries).to_string(),
        ]);
    }
    Ok(table)
}

const HEADER: &[&str] =
    &["query", "rows", "of", "page 1 p50", "p95", "page 2 p95", "slowest order", "its p95", "queries"];

async fn filters(place: &Place, only: &str) -> anyhow::Result<Table> {
    let mut table = Table::new("Filters", HEADER);
    let roles = roles::choices(&place.ctx, SLUG).await?;
    let role = |key: &str| {
        let role = roles.iter().find(|role| role.builtin.as_deref() == Some(key));
        role.map(|role| role.id.to_string()).unwrap_or_default()
    };
    let (member, auditor) = (role("member"), role("auditor"));
    let day = |ago: i64| {
        let at = place.ctx.now() - ago * domain::clock::DAY;
        let at = jiff::Timestamp::from_microsecond(at).unwrap_or_default();
        at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
    };
    let (week, year) = (day(7), day(365));
    let named: &[(&str, &str)] =
        &[(&member, "(common)"), (&auditor, "(rare)"), (&week, "(a week ago)"), (&year, "(a year ago)")];
    for text in [
        "status=active".to_owned(),
        "status=suspended".to_owned(),
        "status=invited".to_owned(),
        "status=removed".to_owned(),
        format!("role={member}"),
        format!("role={auditor}"),
        "role=super-user".to_owned(),
        "source=seeded".to_owned(),
        "source=invited".to_owned(),
        "mfa=with".to_owned(),
        "mfa=without".to_owned(),
        "active=never".to_owned(),
        format!("active=since:{week}"),
        format!("active=before:{year}"),
        format!("role={auditor}&mfa=with&status=active"),
    ] {
        let name = named.iter().fold(text.clone(), |name, (id, shown)| name.replace(id, shown));
        line(place, &mut table, only, &name, &query(&text)?).await?;
    }
    Ok(table)
}

/// One, two, three letters and more, of every script; none, few, many and all.
const SEARCHES: &[&str] = &[
    "q=a",
    "q=z",
    "q=7",
    "q=an",
    "q=zw",
    "q=42",
    "q=ana",
    "q=zoe",
    "q=son",
    "q=zim",
    "q=wil",
    "q=demo",
    "q=exa",
    "q=123",
    "q=maria",
    "q=william",
    "q=zimmermann",
    "q=ximena ximenez",
    "q=zoe zimmermann",
    "q=yara yilmaz",
    "q=almeida ana",
    "q=ana.almeida1",
    "q=123456",
    "q=+55",
    "q=+4912",
    "q=王",
    "q=美玲",
    "q=さくら",
    "q=محمد",
    "q=фат",
    "q=ольга",
    "q=иванов",
    "q=nobodyhasthis",
    "q=xqz",
    "q=q.x",
    "q=zoe&status=active",
    "q=ana&status=suspended",
    "q=son&mfa=with",
    "q=wil&role=super-user",
    "q=zim&active=never",
    "q=demo&role=super-user&mfa=with",
];

async fn searches(place: &Place, only: &str) -> anyhow::Result<Table> {
    let mut table = Table::new("Searches", HEADER);
    for text in SEARCHES {
        line(place, &mut table, only, text, &query(text)?).await?;
    }
    Ok(table)
}

/// A query in the order of the name, and in the order that is hardest for it.
async fn line(place: &Place, table: &mut Table, only: &str, name: &str, asked: &UsersQuery) -> anyhow::Result<()> {
    if !name.contains(only) {
        return Ok(());
    }
    let first = measure(place, asked).await?;
    let second = match page(place, asked).await?.next {
        Some(after) => {
            ms(measure(place, &UsersQuery { after: Some(after), ..asked.clone() }).await?.times.percentile(95))
        }
        None => String::new(),
    };
    let mut slowest: Option<(Sort, Measured)> = None;
    for sort in sorts() {
        let found = measure(place, &UsersQuery { sort, ..asked.clone() }).await?;
        if slowest.as_ref().is_none_or(|(_, other)| other.times.percentile(95) < found.times.percentile(95)) {
            slowest = Some((sort, found));
        }
    }
    let (sort, slow) =
        slowest.map_or((String::new(), f64::NAN), |(sort, slow)| (sort.written(), slow.times.percentile(95)));
    table.row(vec![
        format!("`{name}`"),
        first.rows.to_string(),
        first.total.map(|total| total.to_string()).unwrap_or_default(),
        ms(first.times.percentile(50)),
        ms(first.times.percentile(95)),
        second,
        sort,
        ms(slow),
        first.queries.to_string(),
    ]);
    Ok(())
}

/// Pieces of three to six letters of anyone's name, address or number, in any order, each asked once: what has not been
/// asked before.
async fn any_piece(place: &Place, only: &str) -> anyhow::Result<Table> {
    const PIECES: usize = 400;
    let mut table = Table::new(
        "Any piece of three to six letters, in any order",
        &["asked", "p50", "p90", "p95", "p99", "most", "the slowest"],
    );
    if !"any piece".contains(only) {
        return Ok(table);
    }
    let random = Random::seeded(u64::from(place.members));
    let orders: Vec<Sort> = sorts().collect();
    let mut texts = Vec::new();
    for sort in &orders {
        let people = page(place, &UsersQuery { sort: *sort, size: Some(200), ..UsersQuery::default() }).await?;
        texts.extend(people.items.into_iter().map(|person| {
            let texts = person.texts.iter().filter_map(|(_, text)| text);
            texts.chain([person.email.as_str()]).collect::<Vec<_>>().join(" ").to_lowercase()
        }));
    }
    let (mut times, mut slowest) = (Times::default(), (0.0, String::new()));
    for _ in 0..PIECES {
        let letters: Vec<char> = texts[random.below(texts.len())].chars().collect();
        let from = random.below(letters.len() - 3);
        let piece: String = letters.iter().skip(from).take(3 + random.below(4)).collect();
        if piece.split_whitespace().all(|word| word.chars().count() < 3) {
            continue;
        }
        let asked = UsersQuery { q: piece.clone(), sort: orders[random.below(orders.len())], ..UsersQuery::default() };
        let watch = Stopwatch::start();
        page(place, &asked).await?;
        times.add(watch);
        if watch.seconds() > slowest.0 {
            slowest = (watch.seconds(), format!("`{piece}`, {}", asked.sort.written()));
        }
    }
    let mut cells = vec![PIECES.to_string()];
    cells.extend([50, 90, 95, 99].map(|p| ms(times.percentile(p))));
    cells.extend([ms(times.most()), slowest.1]);
    table.row(cells);
    Ok(table)
}
