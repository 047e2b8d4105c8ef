//! A tenant, as its members see it.

mod settings;

pub use settings::*;

use crate::Problem;
use crate::audit::AuditEntry;
use crate::chart::Chart;
use crate::fields::line;
use crate::ids::{MemberId, WorkspaceId};
use crate::page::{Avatar, When, initials};
use crate::permissions::Permissions;
use crate::pictures::PictureId;
use serde::{Deserialize, Serialize};

/// The workspace in its address: lower-case letters, digits and inner hyphens, 2 to 40 characters.
pub fn slug(text: &str) -> Result<String, Problem> {
    let text = line(text, 40)?;
    let shape = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if text.len() < 2 || !shape || text.starts_with('-') || text.ends_with('-') {
        Err(Problem::NotASlug)
    } else {
        Ok(text)
    }
}

/// An address made from a name: its letters without accents, and hyphens for what stands between. Empty where too
/// little is left.
pub fn slug_of(name: &str) -> String {
    let mut slug = String::new();
    for c in name.to_lowercase().chars() {
        match plain_letter(c) {
            Some(letters) => slug.push_str(letters),
            None if c.is_ascii_lowercase() || c.is_ascii_digit() => slug.push(c),
            None if slug.ends_with('-') || slug.is_empty() || c == '\'' || c == '’' => {}
            None => slug.push('-'),
        }
    }
    slug.truncate(40);
    let slug = slug.trim_end_matches('-');
    if slug.len() < 2 { String::new() } else { slug.to_owned() }
}

/// What is written for a lower-case letter of Latin languages that is none of ASCII's.
fn plain_letter(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì'..='ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
        'ř' => "r",
        'ś' | 'š' | 'ş' => "s",
        'ť' => "t",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ž' | 'ż' => "z",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        // What lower case leaves of a dotted capital I.
        '\u{307}' => "",
        _ => return None,
    })
}

/// The address as it was typed, or one made from the name where none was.
pub(crate) fn slug_or_of(typed: &str, name: &str) -> Result<String, Problem> {
    if typed.trim().is_empty() { slug(&slug_of(name)) } else { slug(typed) }
}

/// A workspace in the switcher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceLink {
    /// The workspace in its address.
    pub slug: String,
    /// As its members read it.
    pub name: String,
    /// None: its first letter is shown.
    pub picture: Option<PictureId>,
}

impl WorkspaceLink {
    /// Its picture, or its first letter on a hue of its name.
    pub fn avatar(&self) -> Avatar {
        Avatar { picture: self.picture.clone(), ..avatar(&self.name) }
    }
}

/// A workspace's square where there is no picture.
pub fn avatar(name: &str) -> Avatar {
    let hue = name.bytes().fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte)) % 12;
    Avatar { initials: initials(name, "", ""), hue, picture: None }
}

/// The workspace that the page is in, and what the reader may do there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Here {
    /// The workspace, also when its address changes.
    pub id: WorkspaceId,
    /// The workspace in its address.
    pub slug: String,
    /// As its members read it.
    pub name: String,
    /// The reader may do everything there.
    pub super_user: bool,
    /// The workspace is the reader's: only they transfer and delete it.
    pub owner: bool,
    /// What the reader may do; everything for a super-user.
    pub permissions: Permissions,
}

/// What Home shows: each part to those who may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// With `users:read`.
    pub users: Option<Standing>,
    /// With `invitations:read`.
    pub invitations: Option<PendingInvitations>,
    /// With `audit:read`: what happened last, newest first.
    pub activity: Option<Vec<AuditEntry>>,
    /// The reader's own membership, where they may not see the users'.
    pub own_membership: Option<OwnMembership>,
}

/// The workspace's users, in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// How many may enter.
    pub active: i64,
    /// How many are suspended.
    pub suspended: i64,
    /// How many joined lately, in words; none if no one did.
    pub joined: Option<String>,
    /// Their number over time.
    pub growth: Growth,
    /// Active users who were never here.
    pub never: NeverSignedIn,
}

/// How many active users there were: over a year, or since there is the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Growth {
    /// What the chart covers, in words.
    pub text: String,
    /// What it shows, in words.
    pub label: String,
    /// The line of the totals, day by day or week by week.
    pub chart: Chart,
    /// The same, newest first.
    pub months: Vec<Month>,
}

/// A month's numbers, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// With its year.
    pub name: String,
    /// At its end, or today.
    pub total: String,
    /// With its sign.
    pub change: String,
}

/// Those who were added and have not come yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeverSignedIn {
    /// `12`, or `1,000+` where counting ends.
    pub count: String,
    /// The last to join, newest first.
    pub latest: Vec<Newcomer>,
}

/// Someone who was added or invited, in a short list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Newcomer {
    /// Of the membership, or of the invitation.
    pub id: MemberId,
    /// First and last name; blank where there is neither.
    pub name: String,
    /// The address of the account, or the one that is invited.
    pub email: String,
    /// Initials on the hue of the account or the invitation, or a picture.
    pub avatar: Avatar,
    /// Joined, or was invited.
    pub since: When,
    /// The invitation has run out.
    pub expired: bool,
}

/// Invitations that nobody has accepted, expired ones too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingInvitations {
    /// How many there are.
    pub count: i64,
    /// Newest first.
    pub latest: Vec<Newcomer>,
}

/// A member's own place in the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnMembership {
    /// Their names in the reader's language; "Super-user" alone for one.
    pub roles: Vec<String>,
    /// When the membership began.
    pub joined: When,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        for good in ["acme", "a1", "north-wind-2"] {
            assert_eq!(slug(good).as_deref(), Ok(good));
        }
        for bad in ["a", "-a", "a-", "Acme", "a_b", "a b", "ação"] {
            assert_eq!(slug(bad), Err(Problem::NotASlug), "{bad}");
        }
    }

    #[test]
    fn an_address_is_made_from_a_name() {
        for (name, made) in [
            ("Acme Research", "acme-research"),
            ("  Ação & Cia. ", "acao-cia"),
            ("O’Brien's  Œuvre", "obriens-oeuvre"),
            ("Größe 42", "grosse-42"),
            ("株式会社", ""),
            ("X", ""),
            ("İstanbul", "istanbul"),
        ] {
            assert_eq!(slug_of(name), made, "{name}");
            assert!(made.is_empty() || slug(made).is_ok(), "{name}");
        }
        let long = slug_of(&"word ".repeat(20));
        assert!(slug(&long).is_ok() && long.len() <= 40, "{long}");
    }
}
