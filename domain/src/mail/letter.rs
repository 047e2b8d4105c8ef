//! What is written, in the reader's language, as text and as HTML.

use crate::clock::Micros;
use askama::Template;
use jiff::Timestamp;
use model::{Language, Texts};
use serde::{Deserialize, Serialize};

/// A mail's matter. Its link travels apart, sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// To accept by the link, until it expires.
    Invitation { name: String, workspace: String, by: String, expires_at: Micros },
    /// To someone with an account who has been made a member; the link leads out again.
    Added { name: String, workspace: String, by: String },
    /// To someone whose password another person has set; the link leads to signing in.
    PasswordChanged { name: String, workspace: String, by: String },
    /// To whom the operator has made a super-user, and to the others; the link leads to the users.
    Recovered { name: String, workspace: String, who: String },
}

#[derive(Clone, Debug)]
pub struct Rendered {
    pub subject: String,
    pub text: String,
    pub html: String,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct Html<'a> {
    language: &'a str,
    letter: &'a Lines,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "mail.txt")]
struct Text<'a> {
    letter: &'a Lines,
    link: &'a str,
}

struct Lines {
    subject: String,
    greeting: String,
    paragraphs: Vec<String>,
    button: String,
    or_copy: String,
    closing: String,
}

impl Letter {
    /// Names that people chose are inert: escaped in the HTML, on one line in the subject.
    pub fn render(&self, language: Language, link: &str) -> Result<Rendered, askama::Error> {
        let lines = self.lines(language.texts());
        Ok(Rendered {
            html: Html { language: language.tag(), letter: &lines, link }.render()?,
            text: Text { letter: &lines, link }.render()?,
            subject: lines.subject.split_whitespace().collect::<Vec<_>>().join(" "),
        })
    }

    fn lines(&self, t: Texts) -> Lines {
        match self {
            Self::Invitation { name, workspace, by, expires_at } => {
                let until = day(t.language, *expires_at);
                let values = [("name", name.as_str()), ("workspace", workspace), ("by", by), ("until", &until)];
                Lines {
                    subject: t.with("mail.invitation.subject", &values),
                    greeting: t.with("mail.greeting", &values),
                    paragraphs: vec![t.with("mail.invitation.text", &values), t.with("mail.invitation.until", &values)],
                    button: t.get("mail.invitation.button").to_owned(),
                    or_copy: t.get("mail.or_copy").to_owned(),
                    closing: t.get("mail.invitation.closing").to_owned(),
                }
            }
            Self::Added { name, workspace, by } => {
                let values = [("name", name.as_str()), ("workspace", workspace), ("by", by)];
                Lines {
                    subject: t.with("mail.added.subject", &values),
                    greeting: t.with("mail.greeting", &values),
                    paragraphs: vec![t.with("mail.added.text", &values), t.get("mail.added.leave").to_owned()],
                    button: t.with("mail.added.button", &values),
                    or_copy: t.get("mail.or_copy").to_owned(),
                    closing: t.get("mail.added.closing").to_owned(),
                }
            }
            Self::PasswordChanged { name, workspace, by } => {
                let values = [("name", name.as_str()), ("workspace", workspace), ("by", by)];
                Lines {
                    subject: t.get("mail.password_changed.subject").to_owned(),
                    greeting: t.with("mail.greeting", &values),
                    paragraphs: vec![t.with("mail.password_changed.text", &values)],
                    button: t.get("sign_in.submit").to_owned(),
                    or_copy: t.get("mail.or_copy").to_owned(),
                    closing: t.with("mail.password_changed.closing", &values),
                }
            }
            Self::Recovered { name, workspace, who } => {
                let values = [("name", name.as_str()), ("workspace", workspace), ("who", who)];
                Lines {
                    subject: t.with("mail.recovered.subject", &values),
                    greeting: t.with("mail.greeting", &values),
                    paragraphs: vec![t.with("mail.recovered.text", &values)],
                    button: t.get("mail.recovered.button").to_owned(),
                    or_copy: t.get("mail.or_copy").to_owned(),
                    closing: t.with("mail.recovered.closing", &values),
                }
            }
        }
    }
}

/// The day, as the language writes it: 7 December 2026.
fn day(language: Language, at: Micros) -> String {
    let date = Timestamp::from_microsecond(at).unwrap_or_default().in_tz("UTC").map(|at| at.date()).unwrap_or_default();
    let t = language.texts();
    let month = t.get(&format!("month.{}", date.month()));
    t.with("date.day", &[("day", &date.day().to_string()), ("month", month), ("year", &date.year().to_string())])
}
