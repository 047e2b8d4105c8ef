//! The time zones that one can live in.

use crate::clock::Micros;
use jiff::Timestamp;
use jiff::tz::{self, TimeZone};
use model::account::Zone;
use std::sync::LazyLock;

/// Places, by their IANA names. The rest of the database are old names and zones without a place.
static PLACES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let is_place = |name: &str| name.split_once('/').is_some_and(|(region, _)| Zone::REGIONS.contains(&region));
    let mut places: Vec<String> =
        tz::db().available().map(|name| name.to_string()).filter(|name| is_place(name) || name == Zone::UTC).collect();
    places.sort();
    places
});

/// All of them by name, with what their clocks are ahead of UTC at this moment.
pub fn time_zones(now: Micros) -> Vec<Zone> {
    let now = Timestamp::from_microsecond(now).unwrap_or_default();
    let ahead = |name: &str| TimeZone::get(name).map_or(0, |zone| zone.to_offset(now).seconds() / 60);
    PLACES.iter().map(|name| Zone { name: name.clone(), ahead: ahead(name) }).collect()
}

pub(super) fn is_time_zone(name: &str) -> bool {
    PLACES.binary_search_by(|place| place.as_str().cmp(name)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_there_and_what_is_none_is_not() {
        for place in ["America/Sao_Paulo", "Europe/Berlin", "Asia/Kolkata", "America/Argentina/Buenos_Aires", "UTC"] {
            assert!(is_time_zone(place), "{place}");
        }
        for other in ["", "Etc/GMT+3", "EST5EDT", "europe/berlin", "Mars/Olympus_Mons", "../etc/passwd"] {
            assert!(!is_time_zone(other), "{other}");
        }
        let now: Timestamp = "2026-01-15T12:00:00Z".parse().unwrap();
        let found = time_zones(now.as_microsecond()).into_iter().find(|zone| zone.name == "America/St_Johns").unwrap();
        assert_eq!(found.ahead, -210);
    }
}
