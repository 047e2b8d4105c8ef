//! What an operator can set: `ROSTER_…` in the environment, over `roster.toml`, over defaults.

mod oauth;
mod parse;
mod plans;

use anyhow::Context as _;
use axum::http::HeaderValue;
use config::{Config, Environment, File, FileFormat, Value};
use domain::egress::Lookup;
use domain::passwords::{Breached, Cost};
use domain::picture_store::StoreLocation;
use domain::secrets::SecretKey;
use domain::settings::{Creators, OidcProvider, Outlook, Prices};
use ipnet::IpNet;
use model::lab::Feature;
use model::plans::Plans;
use parse::{
    count, duration, features, feedback, networks, on_or_off, origins, parsed, pictures, price, public_url, secret_keys,
};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

/// Name, default, whether it is a secret.
const SETTINGS: [(&str, &str, bool); 47] = [
    ("LISTEN", "127.0.0.1:3000", false),
    ("PUBLIC_URL", "http://127.0.0.1:3000", false),
    ("DATABASE_URL", "sqlite://data/roster.db", true),
    ("DATA_DIR", "data", false),
    ("SECRET_KEY", "", true),
    ("PREVIOUS_SECRET_KEYS", "", true),
    ("SMTP_URL", "", true),
    ("MAIL_FROM", "Roster <roster@localhost>", false),
    ("TRUSTED_PROXIES", "", false),
    ("MAX_CONNECTIONS", "10000", false),
    ("MAX_CONNECTIONS_PER_ADDRESS", "1000", false),
    ("SHUTDOWN_DELAY", "2s", false),
    ("PICTURES_URL", "", false),
    ("S3_ENDPOINT", "", false),
    ("S3_REGION", "", false),
    ("S3_ACCESS_KEY_ID", "", true),
    ("S3_SECRET_ACCESS_KEY", "", true),
    ("SESSION_IDLE", "2h", false),
    ("SESSION_MAX", "12h", false),
    ("INVITATION_TTL", "15d", false),
    ("PASSWORD_MIN", "12", false),
    ("BREACHED_PASSWORDS", "", false),
    ("AUDIT_RETENTION", "", false),
    ("WORKSPACE_CREATION", "super-users", false),
    ("DNS_SERVER", "", false),
    ("INTRANET", "", false),
    ("OIDC_ALLOWED_HOSTS", "", false),
    ("OPERATOR_EMAIL", "", false),
    ("OUTLOOK_CLIENT_ID", "", false),
    ("OUTLOOK_CLIENT_SECRET", "", true),
    ("OUTLOOK_AUTHORITY", "https://login.microsoftonline.com/common", false),
    ("OUTLOOK_GRAPH", "https://graph.microsoft.com/v1.0", false),
    ("API_RATE", "600", false),
    ("API_CORS_ORIGINS", "", false),
    ("CREDIT_NAME", "en-credits", false),
    ("PRICE_IMPORT_ROW", "0", false),
    ("PRICE_INVITATION_MAIL", "0", false),
    ("PRICE_WEBHOOK_DELIVERY", "0", false),
    ("PRICE_API_CALL", "0", false),
    ("DEFAULT_PLAN", "", false),
    ("SUPPORT", "", false),
    ("LAB_DISABLED", "", false),
    ("LAB_FEEDBACK", "", false),
    ("OFREP", "off", false),
    ("ARGON2_MEMORY_KIB", "19456", false),
    ("ARGON2_PASSES", "2", false),
    ("LOG", "info", false),
];

#[derive(Clone, Debug)]
pub struct Settings {
    pub listen: SocketAddr,
    pub public_url: String,
    pub database_url: String,
    pub data_dir: PathBuf,
    pub secret_key: Option<String>,
    pub previous_secret_keys: Vec<SecretKey>,
    pub smtp_url: Option<String>,
    pub mail_from: String,
    pub trusted_proxies: Vec<IpNet>,
    pub max_connections: usize,
    pub max_connections_per_address: usize,
    pub shutdown_delay: Duration,
    pub pictures: StoreLocation,
    pub session_idle: Duration,
    pub session_max: Duration,
    pub invitation_ttl: Duration,
    pub password_min: usize,
    pub breached: Option<Breached>,
    pub audit_retention: Option<Duration>,
    pub creators: Creators,
    pub dns_server: Option<SocketAddr>,
    pub intranet: Vec<IpNet>,
    pub oidc: Vec<OidcProvider>,
    pub oidc_hosts: Vec<String>,
    pub outlook: Option<Outlook>,
    pub operator_email: String,
    pub api_rate: Option<NonZeroU32>,
    pub api_cors_origins: Vec<HeaderValue>,
    pub credit_name: String,
    pub prices: Prices,
    pub plans: Plans,
    pub lab_disabled: Vec<Feature>,
    pub lab_feedback: String,
    pub ofrep: bool,
    pub argon2: Cost,
    pub log: String,
    lines: Vec<Line>,
}

/// One setting, as `roster config` shows it.
#[derive(Clone, Debug)]
pub struct Line {
    pub name: String,
    pub value: String,
    pub source: String,
}

impl Settings {
    /// Reads them; the first one that makes no sense is named.
    pub fn read() -> anyhow::Result<Self> {
        Self::from_sources(Environment::with_prefix("ROSTER"))
    }

    fn from_sources(environment: Environment) -> anyhow::Result<Self> {
        let mut builder = Config::builder();
        for (name, default, _) in SETTINGS {
            builder = builder.set_default(name.to_lowercase(), default)?;
        }
        let file = File::new("roster.toml", FileFormat::Toml).required(false);
        let found = builder.add_source(file).add_source(environment).build().context("roster.toml can't be read")?;
        let values: BTreeMap<String, Value> = found.cache.into_table()?.into_iter().collect();
        let text = |name: &str| values.get(&name.to_lowercase()).map(ToString::to_string).unwrap_or_default();
        Ok(Self {
            listen: parsed("LISTEN", &text("LISTEN"))?,
            public_url: public_url(&text("PUBLIC_URL"))?,
            database_url: text("DATABASE_URL"),
            data_dir: text("DATA_DIR").into(),
            secret_key: Some(text("SECRET_KEY")).filter(|key| !key.is_empty()),
            previous_secret_keys: secret_keys("PREVIOUS_SECRET_KEYS", &text("PREVIOUS_SECRET_KEYS"))?,
            smtp_url: Some(text("SMTP_URL")).filter(|url| !url.is_empty()),
            mail_from: text("MAIL_FROM"),
            trusted_proxies: networks("TRUSTED_PROXIES", &text("TRUSTED_PROXIES"))?,
            max_connections: count("MAX_CONNECTIONS", &text("MAX_CONNECTIONS"))?,
            max_connections_per_address: count("MAX_CONNECTIONS_PER_ADDRESS", &text("MAX_CONNECTIONS_PER_ADDRESS"))?,
            shutdown_delay: duration("SHUTDOWN_DELAY", &text("SHUTDOWN_DELAY"))?,
            pictures: pictures(text)?,
            session_idle: duration("SESSION_IDLE", &text("SESSION_IDLE"))?,
            session_max: duration("SESSION_MAX", &text("SESSION_MAX"))?,
            invitation_ttl: duration("INVITATION_TTL", &text("INVITATION_TTL"))?,
            password_min: parsed::<u8>("PASSWORD_MIN", &text("PASSWORD_MIN"))?.max(8).into(),
            breached: Some(text("BREACHED_PASSWORDS"))
                .filter(|path| !path.is_empty())
                .map(|path| Breached::open(path.as_ref()).with_context(|| format!("BREACHED_PASSWORDS is {path:?}")))
                .transpose()?,
            audit_retention: Some(text("AUDIT_RETENTION"))
                .filter(|age| !age.is_empty())
                .map(|age| duration("AUDIT_RETENTION", &age))
                .transpose()?,
            dns_server: Some(text("DNS_SERVER"))
                .filter(|server| !server.is_empty())
                .map(|server| parsed("DNS_SERVER", &server))
                .transpose()?,
            intranet: networks("INTRANET", &text("INTRANET"))?,
            creators: parsed("WORKSPACE_CREATION", &text("WORKSPACE_CREATION"))?,
            oidc: oauth::providers(&values)?,
            oidc_hosts: oauth::hosts(&text("OIDC_ALLOWED_HOSTS")),
            outlook: oauth::outlook(&text)?,
            operator_email: text("OPERATOR_EMAIL"),
            api_rate: NonZeroU32::new(parsed("API_RATE", &text("API_RATE"))?),
            api_cors_origins: origins("API_CORS_ORIGINS", &text("API_CORS_ORIGINS"))?,
            credit_name: text("CREDIT_NAME"),
            prices: Prices {
                import_row: price("PRICE_IMPORT_ROW", &text("PRICE_IMPORT_ROW"))?,
                invitation_mail: price("PRICE_INVITATION_MAIL", &text("PRICE_INVITATION_MAIL"))?,
                webhook_delivery: price("PRICE_WEBHOOK_DELIVERY", &text("PRICE_WEBHOOK_DELIVERY"))?,
                api_call: price("PRICE_API_CALL", &text("PRICE_API_CALL"))?,
            },
            plans: plans::read(values.get("plans"), &text("DEFAULT_PLAN"), &text("SUPPORT"))?,
            lab_disabled: features("LAB_DISABLED", &text("LAB_DISABLED"))?,
            lab_feedback: feedback("LAB_FEEDBACK", text("LAB_FEEDBACK"))?,
            ofrep: on_or_off("OFREP", &text("OFREP"))?,
            argon2: Cost {
                memory_kib: parsed("ARGON2_MEMORY_KIB", &text("ARGON2_MEMORY_KIB"))?,
                passes: parsed("ARGON2_PASSES", &text("ARGON2_PASSES"))?,
            },
            log: text("LOG"),
            lines: lines(&values),
        })
    }

    /// What the rules depend on.
    pub fn domain(&self) -> domain::Settings {
        domain::Settings {
            public_url: self.public_url.clone(),
            session_idle: self.session_idle,
            session_max: self.session_max,
            invitation_ttl: self.invitation_ttl,
            password_min: self.password_min,
            breached: self.breached.clone(),
            audit_retention: self.audit_retention,
            creators: self.creators,
            api_rate: self.api_rate,
            credit_name: self.credit_name.clone(),
            prices: self.prices,
            plans: self.plans.clone(),
            lookup: Lookup { dns: self.dns_server, intranet: self.intranet.clone(), ..Lookup::default() },
            oidc: self.oidc.clone(),
            oidc_hosts: self.oidc_hosts.clone(),
            outlook: self.outlook.clone(),
            operator_email: self.operator_email.clone(),
            webhook_timeout: domain::Settings::default().webhook_timeout,
            mail: self.smtp_url.is_some(),
            lab_disabled: self.lab_disabled.clone(),
            lab_feedback: self.lab_feedback.clone(),
            ofrep: self.ofrep,
            list: domain::settings::SearchBudget::default(),
        }
    }

    pub fn lines(&self) -> &[Line] {
        &self.lines
    }
}

fn lines(values: &BTreeMap<String, Value>) -> Vec<Line> {
    let settings = SETTINGS.iter().map(|(name, _, secret)| line(name, *secret, values));
    settings.chain(oauth::lines(values)).chain(plans::lines(values.get("plans"))).collect()
}

fn line(name: &str, secret: bool, values: &BTreeMap<String, Value>) -> Line {
    let value = values.get(&name.to_lowercase());
    let text = value.map(ToString::to_string).unwrap_or_default();
    let source = match value.and_then(Value::origin) {
        Some("roster.toml") => "roster.toml".to_owned(),
        Some(_) => format!("environment, ROSTER_{name}"),
        None => "default".to_owned(),
    };
    let hide = secret && source != "default";
    Line { name: name.to_owned(), value: if hide { "(hidden)".into() } else { text }, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> anyhow::Result<Settings> {
        let source = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Settings::from_sources(Environment::with_prefix("ROSTER").source(Some(source)))
    }

    #[test]
    fn mapped_proxies_are_those_of_ipv4() {
        let read = networks("TRUSTED_PROXIES", "::ffff:10.0.0.0/104, ::ffff:192.0.2.1, fd00::/8, 127.0.0.0/8").unwrap();
        let read: Vec<String> = read.iter().map(ToString::to_string).collect();
        assert_eq!(read, ["10.0.0.0/8", "192.0.2.1/32", "fd00::/8", "127.0.0.0/8"]);
    }

    #[test]
    fn the_environment_wins_and_secrets_are_hidden() {
        let settings = read(&[("ROSTER_SMTP_URL", "smtp://u:p@mail"), ("ROSTER_SESSION_IDLE", "30m")]).unwrap();
        assert_eq!(settings.session_idle, Duration::from_mins(30));
        let shown = settings.lines().iter().find(|line| line.name == "SMTP_URL").unwrap();
        assert_eq!((shown.value.as_str(), shown.source.as_str()), ("(hidden)", "environment, ROSTER_SMTP_URL"));
    }

    #[test]
    fn pictures_are_in_the_data_folder_or_where_it_says() {
        let settings = read(&[("ROSTER_DATA_DIR", "here")]).unwrap();
        assert!(matches!(settings.pictures, StoreLocation::Folder(folder) if folder.ends_with("here/pictures")));
        let settings =
            read(&[("ROSTER_PICTURES_URL", "s3://faces/acme/"), ("ROSTER_S3_SECRET_ACCESS_KEY", "hush")]).unwrap();
        let StoreLocation::Bucket(bucket) = &settings.pictures else { panic!("{:?}", settings.pictures) };
        assert_eq!((bucket.name.as_str(), bucket.prefix.as_str()), ("faces", "acme"));
        assert!(!format!("{settings:?}").contains("hush"), "not in a log either");
    }

    #[test]
    fn a_provider_is_read_from_the_settings_of_its_name() {
        let settings = read(&[
            ("ROSTER_OIDC_CORP_ID_ISSUER", "https://id.example"),
            ("ROSTER_OIDC_CORP_ID_CLIENT_ID", "roster"),
            ("ROSTER_OIDC_CORP_ID_CLIENT_SECRET", "hush"),
            ("ROSTER_OIDC_CORP_ID_LABEL", "Acme"),
        ])
        .unwrap();
        let [provider] = settings.oidc.as_slice() else { panic!("{:?}", settings.oidc) };
        assert_eq!((provider.key.as_str(), provider.name.as_str()), ("corp-id", "Acme"));
        assert_eq!(provider.client_secret, "hush");
        assert!(!format!("{settings:?}").contains("hush"));
        let shown = settings.lines().iter().find(|line| line.name == "OIDC_CORP_ID_CLIENT_SECRET").unwrap();
        assert_eq!(shown.value, "(hidden)");
        assert!(read(&[]).unwrap().oidc.is_empty());
    }

    #[test]
    fn nonsense_is_named() {
        for (name, value) in [
            ("LISTEN", "here"),
            ("SESSION_MAX", "soon"),
            ("MAX_CONNECTIONS", "0"),
            ("SHUTDOWN_DELAY", "soon"),
            ("PUBLIC_URL", "ftp://x"),
            ("TRUSTED_PROXIES", "10.0.0.0/99"),
            ("AUDIT_RETENTION", "long"),
            ("PICTURES_URL", "ftp://x"),
            ("PICTURES_URL", "s3://"),
            ("OIDC_CORP_ISSUER", "https://id.example"),
            ("OIDC_CORP_COLOUR", "blue"),
            ("API_RATE", "many"),
            ("PREVIOUS_SECRET_KEYS", "short"),
            ("PRICE_API_CALL", "-1"),
            ("API_CORS_ORIGINS", "https://example.com/page"),
        ] {
            let error = format!("{:#}", read(&[(&format!("ROSTER_{name}"), value)]).unwrap_err());
            assert!(error.contains(name), "{error}");
        }
    }
}
