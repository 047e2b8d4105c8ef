//! Plans, which only roster.toml can hold: a table `[plans.<key>]` each.

use super::Line;
use anyhow::{Context as _, bail, ensure};
use config::{Value, ValueKind};
use model::plans::{Plan, Plans};

/// The members of a plan's table.
const MEMBERS: [&str; 5] = ["name", "people", "tokens", "webhooks", "monthly_credits"];

/// Reads them; the first thing that makes no sense is named.
pub(super) fn read(tables: Option<&Value>, default: &str, support: &str) -> anyhow::Result<Plans> {
    let mut declared = Vec::new();
    if let Some(tables) = tables {
        let tables = tables.clone().into_table().context("plans is no table; write [plans.<key>] in roster.toml")?;
        for (key, table) in tables {
            declared.push(plan(&key, table).with_context(|| format!("plans.{key}"))?);
        }
    }
    declared.sort_by(|a, b| a.key.cmp(&b.key));
    let default = Some(default.to_owned()).filter(|key| !key.is_empty());
    if let Some(key) = &default {
        let is_declared = declared.iter().any(|plan| plan.key == *key);
        ensure!(is_declared, "DEFAULT_PLAN is {key:?}, and roster.toml has no [plans.{key}]");
    }
    Ok(Plans { declared, default, support: support_address(support)? })
}

fn plan(key: &str, table: Value) -> anyhow::Result<Plan> {
    let is_key = !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    ensure!(is_key, "a plan's key has small letters, digits and hyphens");
    let table = table.into_table().with_context(|| format!("it is no table; write [plans.{key}]"))?;
    if let Some(unknown) = table.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
        bail!("{unknown} is not known; a plan has {}", MEMBERS.join(", "));
    }
    let number = |name: &str| table.get(name).map(|value| whole(name, value)).transpose();
    let name = table.get("name").map(ToString::to_string).unwrap_or_default().trim().to_owned();
    ensure!(!name.is_empty() && name.chars().count() <= 60, "name is {name:?}; write 1 to 60 characters");
    let people = number("people")?;
    ensure!(people != Some(0), "people is 0; a workspace has one at least. Leave it out for as many as one likes");
    Ok(Plan {
        key: key.to_owned(),
        name,
        people,
        tokens: number("tokens")?,
        webhooks: number("webhooks")?,
        monthly_credits: number("monthly_credits")?.unwrap_or_default(),
    })
}

/// A whole number, and nothing that could be taken for one.
fn whole(name: &str, value: &Value) -> anyhow::Result<u64> {
    let number = match value.kind {
        ValueKind::I64(number) => u64::try_from(number).ok(),
        ValueKind::U64(number) => Some(number),
        _ => None,
    };
    // Above, counters could not hold it.
    let number = number.filter(|number| *number <= 1_000_000_000);
    number.with_context(|| format!("{name} is {value}; write a whole number, or leave it out for no limit"))
}

/// An e-mail address, or one of the web.
fn support_address(text: &str) -> anyhow::Result<String> {
    let is_page = text.parse::<url::Url>().is_ok_and(|url| url.scheme() == "https" && url.has_host());
    ensure!(
        text.is_empty() || is_page || model::fields::email(text).is_ok(),
        "SUPPORT is {text:?}; write an e-mail address, or one that begins with https://"
    );
    Ok(text.to_owned())
}

/// As `roster config` shows them: a line a plan.
pub(super) fn lines(tables: Option<&Value>) -> Vec<Line> {
    let Ok(Plans { declared, .. }) = read(tables, "", "") else { return Vec::new() };
    let limit = |max: Option<u64>| max.map_or("unlimited".to_owned(), |max| max.to_string());
    let line = |plan: Plan| Line {
        name: format!("plans.{}", plan.key),
        value: format!(
            "{:?}, people {}, tokens {}, webhooks {}, monthly_credits {}",
            plan.name,
            limit(plan.people),
            limit(plan.tokens),
            limit(plan.webhooks),
            plan.monthly_credits
        ),
        source: "roster.toml".to_owned(),
    };
    declared.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use config::{Config, File, FileFormat};

    fn of(toml: &str, default: &str, support: &str) -> anyhow::Result<Plans> {
        let found = Config::builder().add_source(File::from_str(toml, FileFormat::Toml)).build()?;
        read(found.cache.into_table()?.get("plans"), default, support)
    }

    #[test]
    fn a_plan_is_read_and_what_it_leaves_out_is_unlimited() {
        let toml = "[plans.team]\nname = \"Team\"\npeople = 200\ntokens = 0\nmonthly_credits = 5000\n[plans.free]\nname = \"Free\"";
        let plans = of(toml, "free", "help@example.com").unwrap();
        let team = Plan {
            key: "team".into(),
            name: "Team".into(),
            people: Some(200),
            tokens: Some(0),
            webhooks: None,
            monthly_credits: 5000,
        };
        assert_eq!(plans.named("team"), Some(&team));
        assert_eq!(plans.of(None).map(|plan| plan.name.as_str()), Some("Free"));
        assert_eq!(of("", "", "").unwrap(), Plans::default());
    }

    #[test]
    fn nonsense_in_a_plan_is_named() {
        for (toml, default, support, named) in [
            ("[plans.team]\nname = \"T\"\npeopel = 5", "", "", "peopel"),
            ("[plans.team]\nname = \"T\"\npeople = 0", "", "", "people is 0"),
            ("[plans.team]\nname = \"T\"\npeople = -1", "", "", "people is -1"),
            ("[plans.team]\nname = \"T\"\npeople = \"many\"", "", "", "people is many"),
            ("[plans.team]\nname = \"T\"\npeople = 1.5", "", "", "people is 1.5"),
            ("[plans.team]\npeople = 5", "", "", "name is"),
            ("[plans.\"Big Team\"]\nname = \"T\"", "", "", "small letters"),
            ("plans = 5", "", "", "plans is no table"),
            ("[plans.team]\nname = \"T\"", "gold", "", "DEFAULT_PLAN"),
            ("", "", "http://example.com", "SUPPORT"),
            ("", "", "call us", "SUPPORT"),
        ] {
            let error = format!("{:#}", of(toml, default, support).unwrap_err());
            assert!(error.contains(named), "{toml}: {error}");
        }
    }
}
