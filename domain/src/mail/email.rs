//! What is written, in the reader's language, as text and as HTML.

use crate::clock::Micros;
use crate::{Error, internal};
use askama::Template;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::credits::CreditAlert;
use model::lab::Feature;
use model::notices::AccessChange;
use model::security::{FactorChange, device};
use model::{Language, Texts};
use serde::{Deserialize, Serialize};

/// A mail's matter. Its link travels apart, sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Email {
    /// To accept by the link, until it expires.
    Invitation {
        /// Whom it greets.
        name: String,
        /// The name of the workspace that it leads to.
        workspace: String,
        /// Who invites, by name.
        by: String,
        /// When the link ends: the mail names the day, in UTC.
        expires_at: Micros,
    },
    /// To someone with an account who has been made a member; the link leads out again.
    Added {
        /// Whom it greets.
        name: String,
        /// The name of the workspace.
        workspace: String,
        /// Who added them, by name.
        by: String,
        /// They have to prove the address before they enter.
        #[serde(default)]
        verify: bool,
    },
    /// To someone whose password another person has set; the link leads to signing in.
    PasswordChanged {
        /// Whom it greets.
        name: String,
        /// The name of the workspace.
        workspace: String,
        /// Who set it, by name.
        by: String,
    },
    /// To someone whose membership another person has changed.
    AccessChanged {
        /// Whom it greets.
        name: String,
        /// The name of the workspace.
        workspace: String,
        /// Who changed it, by name.
        by: String,
        /// What has become of it.
        what: AccessChange,
    },
    /// To someone whose invitation has been accepted.
    Accepted {
        /// Whom it greets.
        name: String,
        /// The name of the workspace.
        workspace: String,
        /// Who accepted it, by name.
        who: String,
    },
    /// To someone whose long work has ended.
    WorkDone {
        /// Whom it greets.
        name: String,
        /// The name of the workspace.
        workspace: String,
        /// It was an import; otherwise an action on many people.
        import: bool,
        /// Parts that were done.
        done: i64,
        /// Parts that could not be done.
        failed: i64,
    },
    /// To those who run Roster: the guard has turned off a feature of the Lab.
    FeatureDisabled {
        /// Whom it greets.
        name: String,
        /// Which.
        feature: Feature,
    },
    /// To someone who has changed their own password.
    OwnPasswordChanged {
        /// Whom it greets.
        name: String,
    },
    /// To someone who has connected their account with a provider.
    ProviderConnected {
        /// Whom it greets.
        name: String,
        /// The identity provider, by name.
        provider: String,
    },
    /// To someone who has recovered their account by a mail.
    AccountRecovered {
        /// Whom it greets.
        name: String,
    },
    /// To someone whose second factor has changed, by themself.
    FactorChanged {
        /// Whom it greets.
        name: String,
        /// What has happened to it.
        what: FactorChange,
    },
    /// To someone whose second factor another person has taken away.
    FactorReset {
        /// Whom it greets.
        name: String,
        /// The name of the workspace.
        workspace: String,
        /// Who took it away, by name.
        by: String,
    },
    /// To choose another password by the link.
    Recover {
        /// Whom it greets.
        name: String,
    },
    /// To someone who has asked for that and signs in at a provider.
    RecoverElsewhere {
        /// Whom it greets.
        name: String,
        /// The identity provider, by name.
        provider: String,
    },
    /// To a new address, to show that it is the account holder's.
    ChangeEmail {
        /// Whom it greets.
        name: String,
        /// The new address, which is the reader's.
        email: String,
    },
    /// To a new address that another account has already.
    AddressTaken,
    /// To the old address; the link brings it back.
    EmailChanged {
        /// Whom it greets.
        name: String,
        /// The new address.
        email: String,
    },
    /// To someone whose account is going to be deleted.
    #[serde(alias = "account_goes")]
    AccountDeletionScheduled {
        /// Whom it greets.
        name: String,
        /// When it is deleted: the mail names the day, in UTC.
        at: Micros,
    },
    /// To someone who has signed in with a browser that was not known.
    NewDevice {
        /// Whom it greets.
        name: String,
        /// What the browser said of itself; may be empty.
        user_agent: String,
        /// The network address that it came from; empty where none is known.
        address: String,
        /// When they signed in.
        at: Micros,
        /// The reader's time zone, an IANA name, for the moment above.
        zone: String,
    },
    /// To show that the address is the holder's.
    #[serde(alias = "prove")]
    VerifyEmail {
        /// Whom it greets.
        name: String,
    },
    /// To someone who was added to a workspace, to show that the address is theirs; the link opens it.
    EnterWorkspace {
        /// Whom it greets.
        name: String,
        /// The name of the workspace.
        workspace: String,
    },
    /// To someone who has made a personal token, or whoever has their session.
    TokenCreated {
        /// Whom it greets.
        name: String,
        /// What the token is for, in its maker's words.
        description: String,
    },
    /// To whom a token belongs that expires soon, or to those who run its workspace.
    TokenExpires {
        /// Whom it greets.
        name: String,
        /// What the token is for, in its maker's words.
        description: String,
        /// The name of the workspace whose own it is; none: it is the reader's.
        workspace: Option<String>,
        /// When it expires: the mail names the day, in UTC.
        at: Micros,
    },
    /// To whom a token belonged that was found where anyone could read it; it is revoked.
    TokenLeaked {
        /// Whom it greets.
        name: String,
        /// What the token is for, in its maker's words.
        description: String,
        /// The name of the workspace whose own it was; none: it was the reader's.
        workspace: Option<String>,
        /// Where it was found; empty where that is not known.
        url: String,
    },
    /// To those who ran a workspace; the link leads to one's workspaces.
    WorkspaceDeleted {
        /// Whom it greets.
        name: String,
        /// The name of the workspace.
        workspace: String,
        /// Who deleted it, by name.
        by: String,
    },
    /// To those who run a workspace; the link leads to whose it is.
    WorkspaceTransferred {
        /// Whom it greets.
        name: String,
        /// The name of the workspace.
        workspace: String,
        /// Who handed it over, by name.
        by: String,
        /// The e-mail address of the new owner.
        to: String,
    },
    /// To those who may give credits in a workspace; the link leads to them.
    CreditsAlert {
        /// Whom it greets.
        name: String,
        /// The name of the workspace.
        workspace: String,
        /// What has come.
        what: CreditAlert,
        /// What can be used still.
        available: i64,
    },
    /// To someone whose request for credits was decided.
    CreditsDecided {
        /// Whom it greets.
        name: String,
        /// The name of the workspace.
        workspace: String,
        /// How many were given; none: it was rejected.
        amount: Option<i64>,
        /// Why; may be empty.
        answer: String,
    },
    /// To those who run a workspace, and whoever added the endpoint; the link leads to the endpoint.
    WebhookDisabled {
        /// Whom it greets.
        name: String,
        /// The name of the workspace.
        workspace: String,
        /// The host that messages went to.
        host: String,
        /// It has asked for no more; otherwise all attempts have failed for days.
        gone: bool,
    },
    /// To the operator: a provider does not take Roster's secret any more; the link leads to the connections.
    ServiceSecret {
        /// What it is for: `Outlook Calendar`.
        service: String,
    },
    /// To whom the operator has made a super-user, and to the others; the link leads to the users.
    Recovered {
        /// Whom it greets.
        name: String,
        /// The name of the workspace.
        workspace: String,
        /// The e-mail address of the new super-user.
        who: String,
    },
}

/// A mail in its reader's language, ready to send.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// On one line.
    pub subject: String,
    /// For readers without HTML, with the link written out.
    pub text: String,
    /// A document of its own: nothing in it is loaded from elsewhere.
    pub html: String,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct Html<'a> {
    language: &'a str,
    body: &'a EmailBody,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "mail.txt")]
struct Text<'a> {
    body: &'a EmailBody,
    link: &'a str,
}

struct EmailBody {
    subject: String,
    greeting: String,
    paragraphs: Vec<String>,
    button: String,
    or_copy: String,
    closing: String,
}

impl Email {
    /// The name of its kind (the variant in snake case) and the whole as JSON, as they are stored.
    pub(super) fn stored(&self) -> Result<(String, String), Error> {
        let value = serde_json::to_value(self).map_err(|error| internal("writing a mail", error))?;
        let kind = value.get("letter").and_then(serde_json::Value::as_str);
        let kind = kind.ok_or_else(|| internal("writing a mail", "it has no kind"))?;
        Ok((kind.to_owned(), value.to_string()))
    }

    /// Names that people chose are inert: escaped in the HTML, on one line in the subject.
    pub fn render(&self, language: Language, link: &str) -> Result<Rendered, askama::Error> {
        let body = self.body(language.texts());
        Ok(Rendered {
            html: Html { language: language.tag(), body: &body, link }.render()?,
            text: Text { body: &body, link }.render()?,
            subject: body.subject.split_whitespace().collect::<Vec<_>>().join(" "),
        })
    }

    fn body(&self, t: Texts) -> EmailBody {
        match self {
            Self::Invitation { name, workspace, by, expires_at } => {
                let until = day(t.language, *expires_at);
                let values = [("name", name.as_str()), ("workspace", workspace), ("by", by), ("until", &until)];
                EmailBody {
                    subject: t.with("mail.invitation.subject", &values),
                    greeting: t.with("mail.greeting", &values),
                    paragraphs: vec![t.with("mail.invitation.text", &values), t.with("mail.invitation.until", &values)],
                    button: t.get("mail.invitation.button").to_owned(),
                    or_copy: t.get("mail.or_copy").to_owned(),
                    closing: t.get("mail.invitation.closing").to_owned(),
                }
            }
            Self::Added { name, workspace, by, verify } => {
                let values = [("name", name.as_str()), ("workspace", workspace), ("by", by)];
                let verify = verify.then(|| t.get("mail.added.verify").to_owned());
                EmailBody {
                    subject: t.with("mail.added.subject", &values),
                    greeting: t.with("mail.greeting", &values),
                    paragraphs: std::iter::once(t.with("mail.added.text", &values))
                        .chain(verify)
                        .chain([t.get("mail.added.leave").to_owned()])
                        .collect(),
                    button: t.with("mail.added.button", &values),
                    or_copy: t.get("mail.or_copy").to_owned(),
                    closing: t.get("mail.added.closing").to_owned(),
                }
            }
            Self::AccessChanged { name, workspace, by, what } => {
                let values = [("name", name.as_str()), ("workspace", workspace), ("by", by)];
                optional(notice(t, what.name(), &values), t)
            }
            Self::Accepted { name, workspace, who } => {
                optional(notice(t, "accepted", &[("name", name), ("workspace", workspace), ("who", who)]), t)
            }
            Self::WorkDone { name, workspace, import, done, failed } => {
                let (done, failed) = (t.number(*done), t.number(*failed));
                let values = [("name", name.as_str()), ("workspace", workspace), ("done", &done), ("failed", &failed)];
                optional(notice(t, if *import { "import_done" } else { "bulk_done" }, &values), t)
            }
            Self::ProviderConnected { name, provider } => {
                notice(t, "provider_connected", &[("name", name), ("provider", provider)])
            }
            Self::OwnPasswordChanged { name } => notice(t, "own_password", &[("name", name)]),
            Self::AccountRecovered { name } => notice(t, "account_recovered", &[("name", name)]),
            Self::FactorChanged { name, what } => notice(t, what.name(), &[("name", name)]),
            Self::FactorReset { name, workspace, by } => {
                notice(t, "factor_reset", &[("name", name), ("workspace", workspace), ("by", by)])
            }
            Self::Recover { name } => notice(t, "recover", &[("name", name)]),
            Self::RecoverElsewhere { name, provider } => {
                notice(t, "recover_elsewhere", &[("name", name), ("provider", provider)])
            }
            Self::ChangeEmail { name, email } => notice(t, "change_email", &[("name", name), ("email", email)]),
            Self::AddressTaken => notice(t, "address_taken", &[("name", "")]),
            Self::EmailChanged { name, email } => notice(t, "email_changed", &[("name", name), ("email", email)]),
            Self::AccountDeletionScheduled { name, at } => {
                notice(t, "account_deletion_scheduled", &[("name", name), ("until", &day(t.language, *at))])
            }
            Self::NewDevice { name, user_agent, address, at, zone } => {
                let (device, when) = (device(t, user_agent), moment(t, *at, zone));
                let values = [("name", name.as_str()), ("device", &device), ("address", address), ("when", &when)];
                notice(t, "new_device", &values)
            }
            Self::EnterWorkspace { name, workspace } => {
                notice(t, "enter_workspace", &[("name", name), ("workspace", workspace)])
            }
            Self::VerifyEmail { name } => notice(t, "verify_email", &[("name", name)]),
            Self::TokenCreated { name, description } => token_created(t, name, description),
            Self::TokenExpires { name, description, workspace, at } => {
                token_expires(t, name, description, workspace.as_deref(), *at)
            }
            Self::TokenLeaked { name, description, workspace, url } => {
                token_leaked(t, name, description, workspace.as_deref(), url)
            }
            Self::WorkspaceDeleted { name, workspace, by } => {
                notice(t, "workspace_deleted", &[("name", name.as_str()), ("workspace", workspace), ("by", by)])
            }
            Self::WorkspaceTransferred { name, workspace, by, to } => {
                let values = [("name", name.as_str()), ("workspace", workspace), ("by", by), ("to", to)];
                notice(t, "workspace_transferred", &values)
            }
            Self::CreditsAlert { name, workspace, what, available } => {
                credits_alert(t, name, workspace, *what, *available)
            }
            Self::CreditsDecided { name, workspace, amount, answer } => {
                credits_decided(t, name, workspace, *amount, answer)
            }
            Self::WebhookDisabled { name, workspace, host, gone } => {
                let kind = if *gone { "webhook_gone" } else { "webhook_failing" };
                notice(t, kind, &[("name", name.as_str()), ("workspace", workspace), ("host", host)])
            }
            Self::ServiceSecret { service } => {
                let reader = t.get("mail.service_secret.reader");
                notice(t, "service_secret", &[("service", service), ("name", reader)])
            }
            Self::FeatureDisabled { name, feature } => feature_disabled(t, name, *feature),
            Self::PasswordChanged { name, workspace, by } => password_changed(t, name, workspace, by),
            Self::Recovered { name, workspace, who } => recovered(t, name, workspace, who),
        }
    }
}

/// Something that has happened, in one paragraph, and where to look.
fn notice(t: Texts, kind: &str, values: &[(&str, &str)]) -> EmailBody {
    let of = |part: &str| t.with(&format!("mail.{kind}.{part}"), values);
    EmailBody {
        subject: of("subject"),
        greeting: t.with("mail.greeting", values),
        paragraphs: vec![of("text")],
        button: of("button"),
        or_copy: t.get("mail.or_copy").to_owned(),
        closing: t.find(&format!("mail.{kind}.closing")).map(|_| of("closing")).unwrap_or_default(),
    }
}

fn password_changed(t: Texts, name: &str, workspace: &str, by: &str) -> EmailBody {
    let values = [("name", name), ("workspace", workspace), ("by", by)];
    EmailBody {
        subject: t.get("mail.password_changed.subject").to_owned(),
        greeting: t.with("mail.greeting", &values),
        paragraphs: vec![t.with("mail.password_changed.text", &values)],
        button: t.get("sign_in.submit").to_owned(),
        or_copy: t.get("mail.or_copy").to_owned(),
        closing: t.with("mail.password_changed.closing", &values),
    }
}

fn credits_alert(t: Texts, name: &str, workspace: &str, what: CreditAlert, available: i64) -> EmailBody {
    let (number, until) = match what {
        CreditAlert::Allowance { percent } => (percent, None),
        CreditAlert::Forecast { days } => (days, None),
        CreditAlert::Empty => (0, None),
        CreditAlert::GrantEnds { amount, at } => (amount, Some(at)),
    };
    let (number, available) = (t.number(number), t.number(available));
    let until = until.map(|at| day(t.language, at)).unwrap_or_default();
    let values =
        [("name", name), ("workspace", workspace), ("n", &number), ("available", &available), ("until", &until)];
    notice(t, &format!("credits_{}", what.name()), &values)
}

fn credits_decided(t: Texts, name: &str, workspace: &str, amount: Option<i64>, answer: &str) -> EmailBody {
    let kind = if amount.is_some() { "credits_approved" } else { "credits_rejected" };
    let amount = t.number(amount.unwrap_or_default());
    let mut body = notice(t, kind, &[("name", name), ("workspace", workspace), ("n", &amount)]);
    body.paragraphs.extend((!answer.is_empty()).then(|| t.with("mail.credits_decided.answer", &[("answer", answer)])));
    body
}

fn recovered(t: Texts, name: &str, workspace: &str, who: &str) -> EmailBody {
    notice(t, "recovered", &[("name", name), ("workspace", workspace), ("who", who)])
}

fn feature_disabled(t: Texts, name: &str, feature: Feature) -> EmailBody {
    let called = t.get(&feature.name_key());
    notice(t, "feature_disabled", &[("name", name), ("feature", called), ("key", feature.key())])
}

fn token_created(t: Texts, name: &str, description: &str) -> EmailBody {
    notice(t, "token_created", &[("name", name), ("description", description)])
}

fn token_expires(t: Texts, name: &str, description: &str, workspace: Option<&str>, at: Micros) -> EmailBody {
    let (kind, workspace) = of_token("token_expires", workspace);
    let until = day(t.language, at);
    let values = [("name", name), ("description", description), ("workspace", workspace), ("until", &until)];
    notice(t, &kind, &values)
}

fn token_leaked(t: Texts, name: &str, description: &str, workspace: Option<&str>, url: &str) -> EmailBody {
    let (kind, workspace) = of_token("token_leaked", workspace);
    let mut body = notice(t, &kind, &[("name", name), ("description", description), ("workspace", workspace)]);
    body.paragraphs.extend((!url.is_empty()).then(|| t.with("mail.token_leaked.found", &[("url", url)])));
    body
}

/// The kind of a notice about a token, and the workspace whose own it is.
fn of_token<'a>(kind: &str, workspace: Option<&'a str>) -> (String, &'a str) {
    match workspace {
        None => (kind.to_owned(), ""),
        Some(workspace) => (format!("{kind}_of_workspace"), workspace),
    }
}

/// One that its reader can turn off.
fn optional(body: EmailBody, t: Texts) -> EmailBody {
    EmailBody { closing: t.get("mail.unforced").to_owned(), ..body }
}

/// Day and time in the reader's zone: 7 December 2026, 14:05 UTC.
fn moment(t: Texts, at: Micros, zone: &str) -> String {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let at = Timestamp::from_microsecond(at).unwrap_or_default().to_zoned(zone);
    format!("{}, {}", t.date(at.year(), at.month(), at.day()), at.strftime("%H:%M %Z"))
}

/// The day, as the language writes it: 7 December 2026.
fn day(language: Language, at: Micros) -> String {
    let date = Timestamp::from_microsecond(at).unwrap_or_default().in_tz("UTC").map(|at| at.date()).unwrap_or_default();
    language.texts().date(date.year(), date.month(), date.day())
}
