//! The gallery of eight themes, and which of them a person looks at.

use serde::{Deserialize, Serialize};

/// A theme of the gallery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    /// As in `data-theme` and `style/themes/<id>.css`.
    pub id: &'static str,
    /// Its background is dark, so that it goes with the system's dark mode.
    pub dark: bool,
}

const fn light(id: &'static str) -> Theme {
    Theme { id, dark: false }
}

const fn dark(id: &'static str) -> Theme {
    Theme { id, dark: true }
}

/// In the order in which they are shown: first the light ones, then the dark ones.
pub const GALLERY: [Theme; 8] = [
    light("daylight"),
    light("paper"),
    light("meadow"),
    light("blossom"),
    dark("midnight"),
    dark("ember"),
    dark("forest"),
    dark("aurora"),
];

/// A theme of the gallery by its id.
pub fn theme(id: &str) -> Option<Theme> {
    GALLERY.into_iter().find(|theme| theme.id == id)
}

/// What a person picked: one or two themes, which of the two shows, or whether the system decides.
///
/// Written `daylight+midnight:1` or `paper+ember:follow` or `paper:0` in the account and in the cookie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub struct ThemePreference {
    first: String,
    second: Option<String>,
    shows: Shows,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows {
    First,
    Second,
    Follow,
}

impl Default for ThemePreference {
    fn default() -> Self {
        Self { first: "daylight".into(), second: Some("midnight".into()), shows: Shows::Follow }
    }
}

impl ThemePreference {
    /// One or two different themes of the gallery; `follow` needs a light and a dark one. None if they aren't that.
    pub fn pick(ids: &[&str], follow: bool) -> Option<Self> {
        let themes: Vec<Theme> = ids.iter().map(|id| theme(id)).collect::<Option<_>>()?;
        match themes[..] {
            [only] if !follow => Some(Self { first: only.id.into(), second: None, shows: Shows::First }),
            [a, b] if a.id != b.id && (!follow || a.dark != b.dark) => Some(Self {
                first: a.id.into(),
                second: Some(b.id.into()),
                shows: if follow { Shows::Follow } else { Shows::First },
            }),
            _ => None,
        }
    }

    /// Picked anew: where the same themes are picked as before, the one that shows goes on showing.
    #[must_use]
    pub fn or_as_before(self, before: &Self) -> Self {
        let same = self.picked().eq(before.picked()) && self.follows() == before.follows();
        if same { before.clone() } else { self }
    }

    /// The next state of the switcher: first, second, and the system's where a light and a dark one are picked.
    #[must_use]
    pub fn toggled(&self) -> Self {
        let shows = match self.shows {
            Shows::First if self.second.is_some() => Shows::Second,
            Shows::Second if self.can_follow() => Shows::Follow,
            _ => Shows::First,
        };
        Self { shows, ..self.clone() }
    }

    /// The theme that is painted whatever the system says; none when the system decides.
    pub fn fixed(&self) -> Option<&str> {
        match self.shows {
            Shows::First => Some(&self.first),
            Shows::Second => self.second.as_deref(),
            Shows::Follow => None,
        }
    }

    /// The light and the dark theme that the system chooses between; of two alike, the first for both.
    pub fn day_and_night(&self) -> (&str, &str) {
        let second = self.second.as_deref().unwrap_or(&self.first);
        let is_dark = |id: &str| theme(id).is_some_and(|theme| theme.dark);
        match (is_dark(&self.first), is_dark(second)) {
            (true, false) => (second, &self.first),
            (false, true) => (&self.first, second),
            _ => (&self.first, &self.first),
        }
    }

    /// The ids of one or two themes, in the order in which they were picked.
    pub fn picked(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.first.as_str()).chain(self.second.as_deref())
    }

    /// The system decides which of the two shows.
    pub fn follows(&self) -> bool {
        self.shows == Shows::Follow
    }

    fn can_follow(&self) -> bool {
        let (day, night) = self.day_and_night();
        day != night
    }
}

impl From<ThemePreference> for String {
    fn from(look: ThemePreference) -> Self {
        let shows = match look.shows {
            Shows::First => "0",
            Shows::Second => "1",
            Shows::Follow => "follow",
        };
        let picked: Vec<&str> = look.picked().collect();
        format!("{}:{shows}", picked.join("+"))
    }
}

impl From<String> for ThemePreference {
    /// Anything unknown, an old theme's name or a forged cookie, becomes the default look.
    fn from(text: String) -> Self {
        let parse = || {
            let (ids, shows) = text.split_once(':')?;
            let ids: Vec<&str> = ids.split('+').collect();
            let look = Self::pick(&ids, shows == "follow")?;
            match shows {
                "1" if look.second.is_some() => Some(Self { shows: Shows::Second, ..look }),
                "0" | "follow" => Some(look),
                _ => None,
            }
        };
        parse().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_switcher_goes_round_through_what_was_picked() {
        let look = ThemePreference::pick(&["paper", "ember"], false).unwrap();
        assert_eq!(look.fixed(), Some("paper"));
        assert_eq!(look.toggled().fixed(), Some("ember"));
        assert_eq!(look.toggled().toggled().fixed(), None);
        assert_eq!(look.toggled().toggled().toggled(), look);
    }

    #[test]
    fn what_is_picked_again_shows_as_it_did() {
        let before = ThemePreference::pick(&["paper", "ember"], false).unwrap().toggled();
        assert_eq!(ThemePreference::pick(&["paper", "ember"], false).unwrap().or_as_before(&before), before);
        let other = ThemePreference::pick(&["paper", "forest"], false).unwrap();
        assert_eq!(other.clone().or_as_before(&before), other);
    }

    #[test]
    fn two_light_themes_switch_without_the_system() {
        let look = ThemePreference::pick(&["paper", "meadow"], false).unwrap();
        assert_eq!(look.toggled().toggled(), look);
        assert_eq!(ThemePreference::pick(&["paper", "meadow"], true), None);
    }

    #[test]
    fn three_themes_or_unknown_ones_are_no_look() {
        assert_eq!(ThemePreference::pick(&["paper", "ember", "forest"], false), None);
        assert_eq!(ThemePreference::pick(&[], false), None);
        assert_eq!(ThemePreference::pick(&["paper", "paper"], false), None);
        assert_eq!(ThemePreference::pick(&["neon"], false), None);
    }

    proptest! {
        #[test]
        fn any_text_reads_as_a_look_that_writes_itself(
            text in "[a-z+:01]{0,30}|(daylight|ember|paper|aurora)\\+(daylight|ember|paper|aurora):(0|1|follow)"
        ) {
            let look = ThemePreference::from(text);
            prop_assert_eq!(ThemePreference::from(String::from(look.clone())), look);
        }
    }
}
