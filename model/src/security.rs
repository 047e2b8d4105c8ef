//! What people see under Security.

use crate::ids::{PasskeyId, SessionId};
use crate::page::When;
use crate::sso::ProvidersView;
use crate::{Fields, Problem, Texts};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What came of an attempt to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Outcome {
    /// Signed in with a password, and a code where one was asked for.
    SignedIn,
    /// The password was wrong.
    WrongPassword,
    /// A temporary password that was not used in time.
    Expired,
    /// The password was right, a code was asked for.
    CodeAsked,
    /// The password was right, the code was not.
    WrongCode,
    /// Signed in with a passkey alone.
    Passkey,
    /// The passkey is not known here, or its answer was wrong or late.
    WrongPasskey,
    /// The password was right, but the account signs in at a provider.
    AtProvider,
    /// The password was right, but only passkeys sign in.
    PasskeyOnly,
    /// Signed in at a provider.
    SignedInAtProvider,
}

impl Outcome {
    /// Each of them, once.
    pub const ALL: [Self; 10] = [
        Self::SignedIn,
        Self::WrongPassword,
        Self::Expired,
        Self::CodeAsked,
        Self::WrongCode,
        Self::Passkey,
        Self::WrongPasskey,
        Self::AtProvider,
        Self::PasskeyOnly,
        Self::SignedInAtProvider,
    ];

    /// The name in the database and in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// By the name that [`Outcome::name`] gives.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// An attempt to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptRow {
    /// When it was made.
    pub when: When,
    /// What came of it.
    pub outcome: Outcome,
    /// The IP address that it came from.
    pub address: String,
    /// The browser and its system, as [`device`] words it.
    pub device: String,
}

/// One of one's own sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSession {
    /// The session, as the form that ends it names it.
    pub id: SessionId,
    /// The browser and its system, as [`device`] words it.
    pub device: String,
    /// The IP address that it was signed in from.
    pub address: String,
    /// When it was signed in.
    pub began: When,
    /// When it last asked for something, to within a minute.
    pub last_seen: When,
    /// The one that the page is read in.
    pub current: bool,
}

/// The whole tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityView {
    /// None: no password.
    pub password_set: Option<When>,
    /// Why the password can't be changed here (product rule 12).
    pub elsewhere: Option<Problem>,
    /// The password does not sign in: only passkeys do.
    pub passkey_only: bool,
    /// Where they sign in, beside here.
    pub providers: ProvidersView,
    /// The address they sign in with.
    pub email: String,
    /// Those that have not ended, the last one used first.
    pub sessions: Vec<OwnSession>,
    /// The latest, newest first.
    pub attempts: Vec<AttemptRow>,
    /// The account goes then.
    pub delete_at: Option<When>,
}

/// What whoever recovers an account wants to keep of what signs in to it. Everything else goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keep {
    /// Those of the account that stay.
    pub passkeys: Vec<PasskeyId>,
    /// The authenticator app.
    pub app: bool,
    /// The recovery codes, where a second factor is kept.
    pub codes: bool,
}

impl Keep {
    /// What the control holds for the authenticator app.
    pub const APP: &str = "app";
    /// What the control holds for the recovery codes.
    pub const CODES: &str = "codes";

    /// Each thing that is ticked: `keep` is [`Self::APP`], [`Self::CODES`] or a passkey's id; what else it is, is
    /// nothing.
    pub fn parse(fields: &Fields) -> Self {
        let mut keep = Self::default();
        for what in fields.all("keep") {
            match what {
                Self::APP => keep.app = true,
                Self::CODES => keep.codes = true,
                id => keep.passkeys.extend(id.parse::<PasskeyId>().ok()),
            }
        }
        keep
    }
}

/// What signs in to an account beside its password, in the reader's words, for whoever replaces it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInMethodsView {
    /// Sessions, which end.
    pub sessions: Vec<MethodRow>,
    /// The rest, which goes unless it is kept.
    pub others: Vec<MethodRow>,
}

/// One way to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodRow {
    /// As [`Keep::parse`] takes it; blank for a session.
    pub value: String,
    /// The device of a session, or what else signs in.
    pub label: String,
    /// Since when, when last used, from where; may be empty.
    pub about: String,
}

/// What a link of a mail is about. One shape for all of them: the pages that they lead to share what reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    /// The address that the link is about.
    pub email: String,
    /// A new password is due, and this goes unless it is kept.
    pub replaces: Option<SignInMethodsView>,
    /// Where to sign in with the account first.
    pub sign_in: Option<String>,
}

impl LinkView {
    /// About an address, and nothing else.
    pub fn of_address(email: String) -> Self {
        Self { email, replaces: None, sign_in: None }
    }
}

/// The second factor, as its holder sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorView {
    /// Since when an app is asked for its code; none: it is not.
    pub since: Option<When>,
    /// There are passkeys.
    pub passkeys: bool,
    /// Recovery codes that can still be used.
    pub codes: u32,
    /// Why there can't be one here (product rule 12).
    pub elsewhere: Option<Problem>,
    /// What is being set up.
    pub set_up: Option<SetUpView>,
}

/// An authenticator app's secret: to be scanned, or typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpView {
    /// In Base32, as authenticator apps take it.
    pub secret: String,
    /// The same as a picture: modules a side, and their outline.
    pub side: u32,
    /// The dark modules as the path of an SVG, one unit a module.
    pub outline: String,
}

impl fmt::Debug for SetUpView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SetUpView(…)")
    }
}

/// What is given as a second factor.
#[derive(Clone, PartialEq, Eq)]
pub enum Code {
    /// Six digits of the app.
    App(String),
    /// A recovery code, without what makes it readable.
    Recovery(String),
}

impl Code {
    /// Reads what was typed or pasted: spaces and hyphens are no part of it, and letters and digits count in the forms
    /// that keyboards of other scripts write.
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        const MAX: usize = 64;
        if typed.chars().count() > MAX {
            return Err(Problem::TooLong { max: MAX });
        }
        let bare: String = typed.chars().map(plain).filter(char::is_ascii_alphanumeric).collect();
        match bare.len() {
            0 => Err(Problem::Required),
            6 if bare.bytes().all(|byte| byte.is_ascii_digit()) => Ok(Self::App(bare)),
            _ => Ok(Self::Recovery(bare.to_ascii_uppercase())),
        }
    }
}

/// The ASCII character that a full-width one, or a decimal digit of another script, stands for.
fn plain(c: char) -> char {
    /// The zeros of scripts whose keyboards write digits of their own: Arabic, Persian, Devanagari, Bengali, Thai.
    const ZEROS: [char; 5] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}'];
    let after = |zero: char| u32::from(c).checked_sub(u32::from(zero)).filter(|n| *n < 10);
    match c {
        // Halfwidth and Fullwidth Forms, in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => ZEROS.into_iter().find_map(after).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c),
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

/// What has become of a second factor, for the mail to its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FactorChange {
    /// An app is asked for its code from now on.
    #[strum(serialize = "factor_on")]
    On,
    /// No app is asked for any more.
    #[strum(serialize = "factor_off")]
    Off,
    /// There are new recovery codes; the earlier ones no longer work.
    #[strum(serialize = "factor_codes")]
    Codes,
    /// A recovery code was used to sign in.
    #[strum(serialize = "factor_code_used")]
    CodeUsed,
    /// A passkey was registered.
    PasskeyAdded,
    /// A passkey was removed.
    PasskeyRemoved,
}

impl FactorChange {
    /// The name in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// "Firefox on Linux", as far as the header tells; what claims to be several things is the rarest of them.
pub fn device(t: Texts, user_agent: &str) -> String {
    let told = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let browser = told(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = told(&[
        ("Android", "Android"),
        ("iPhone", "iOS"),
        ("iPad", "iPadOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => t.with("user.device", &[("browser", browser), ("system", system)]),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => t.get("user.unknown_device").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(typed: &str) -> Option<String> {
        match Code::parse(typed) {
            Ok(Code::App(code)) => Some(code),
            _ => None,
        }
    }

    #[test]
    fn codes_are_read_in_the_digits_of_any_keyboard() {
        for typed in [
            "123456",
            "123 456",
            "123-456",
            "\u{ff11}\u{ff12}\u{ff13}\u{3000}\u{ff14}\u{ff15}\u{ff16}",
            "١٢٣٤٥٦",
            "۱۲۳ ۴۵۶",
            "१२३४५६",
        ] {
            assert_eq!(app(typed).as_deref(), Some("123456"), "{typed}");
        }
        assert_eq!(app("12345"), None);
    }

    #[test]
    fn recovery_codes_are_read_in_full_width_letters() {
        let Ok(Code::Recovery(code)) = Code::parse("ａｂ１２c－3d4e5") else { panic!("it is none") };
        assert_eq!(code, "AB12C3D4E5");
    }
}
