//! What the tabs of the User Panel show.

use serde::{Deserialize, Serialize};

/// A time zone as one can choose it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// Of the IANA database: `America/Sao_Paulo`.
    pub name: String,
    /// Minutes ahead of UTC, now.
    pub ahead: i32,
}

impl Zone {
    /// The zone of whoever has chosen none, by its name.
    pub const UTC: &'static str = "UTC";
    /// What the names of places begin with; each has its words as `zone.<region>` in lower case.
    pub const REGIONS: [&'static str; 10] =
        ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

    /// What its name begins with, if it is a place's.
    pub fn region(&self) -> Option<&'static str> {
        let (region, _) = self.name.split_once('/')?;
        Self::REGIONS.into_iter().find(|known| *known == region)
    }

    /// `Sao Paulo (UTC−3)`, `Argentina, Buenos Aires (UTC−3)`, `St Johns (UTC−3:30)`.
    pub fn label(&self) -> String {
        let place =
            self.region().and_then(|_| self.name.split_once('/')).map_or(self.name.as_str(), |(_, place)| place);
        let place = place.replace('/', ", ").replace('_', " ");
        if self.name == Self::UTC { place } else { format!("{place} ({})", offset(self.ahead)) }
    }
}

fn offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_called_by_their_place() {
        let label = |name: &str, ahead| Zone { name: name.into(), ahead }.label();
        assert_eq!(label("America/Sao_Paulo", -180), "Sao Paulo (UTC−3)");
        assert_eq!(label("America/Argentina/Buenos_Aires", -180), "Argentina, Buenos Aires (UTC−3)");
        assert_eq!(label("America/St_Johns", -210), "St Johns (UTC−3:30)");
        assert_eq!(label("Africa/Abidjan", 0), "Abidjan (UTC)");
        assert_eq!(label("UTC", 0), "UTC");
        assert_eq!(label("US/Pacific", -480), "US, Pacific (UTC−8)");
    }
}
