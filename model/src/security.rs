//! What people see under Security.

use crate::ids::SessionId;
use crate::page::When;
use crate::{Problem, Texts};
use serde::{Deserialize, Serialize};

/// What came of an attempt to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    SignedIn,
    WrongPassword,
    /// A temporary password that was not used in time.
    Expired,
}

impl Outcome {
    pub const ALL: [Self; 3] = [Self::SignedIn, Self::WrongPassword, Self::Expired];

    pub fn name(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::WrongPassword => "wrong_password",
            Self::Expired => "expired",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// An attempt to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptRow {
    pub when: When,
    pub outcome: Outcome,
    pub address: String,
    pub device: String,
}

/// One of one's own sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSession {
    pub id: SessionId,
    pub device: String,
    pub address: String,
    pub began: When,
    pub last_seen: When,
    pub current: bool,
}

/// The whole tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityView {
    /// None: no password.
    pub password_set: Option<When>,
    /// Why the password can't be changed here (product rule 12).
    pub elsewhere: Option<Problem>,
    pub email: String,
    pub sessions: Vec<OwnSession>,
    pub attempts: Vec<AttemptRow>,
    /// The account goes then.
    pub delete_at: Option<When>,
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
