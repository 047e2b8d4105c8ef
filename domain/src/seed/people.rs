//! People as a workspace has them: names in several scripts and lengths, most of them ordinary.

use crate::Random;
use std::time::Duration;

pub(super) struct Person {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// A built-in role's key; none for a super-user.
    pub role: Option<&'static str>,
    /// None: never signed in.
    pub last_active_ago: Option<Duration>,
    /// E.164.
    pub phone: Option<String>,
    pub second_factor: bool,
    pub suspended: bool,
}

/// First names, last names, each with its Latin spelling for the address.
type Names = (&'static [(&'static str, &'static str)], &'static [(&'static str, &'static str)]);

const LATIN: Names = (
    &[
        ("Ana", "ana"),
        ("Beatriz", "beatriz"),
        ("Carlos", "carlos"),
        ("Daniela", "daniela"),
        ("Eduardo", "eduardo"),
        ("Fernanda", "fernanda"),
        ("Gonçalo", "goncalo"),
        ("Helena", "helena"),
        ("Inês", "ines"),
        ("João", "joao"),
        ("Katherine", "katherine"),
        ("Liam", "liam"),
        ("Mariana", "mariana"),
        ("Nuno", "nuno"),
        ("Olivia", "olivia"),
        ("Patrícia", "patricia"),
        ("Quentin", "quentin"),
        ("Rafael", "rafael"),
        ("Sofía", "sofia"),
        ("Thiago", "thiago"),
        ("Ursula", "ursula"),
        ("Valentina", "valentina"),
        ("William", "william"),
        ("Ximena", "ximena"),
        ("Yara", "yara"),
        ("Zoë", "zoe"),
        ("Björn", "bjorn"),
        ("Émilie", "emilie"),
        ("Łukasz", "lukasz"),
        ("Şebnem", "sebnem"),
        ("Maria Eduarda", "maria.eduarda"),
        ("Jean-Baptiste", "jean-baptiste"),
    ],
    &[
        ("Almeida", "almeida"),
        ("Barbosa", "barbosa"),
        ("Carvalho", "carvalho"),
        ("Dubois", "dubois"),
        ("Eriksson", "eriksson"),
        ("Fernández", "fernandez"),
        ("Gonçalves", "goncalves"),
        ("Hernández", "hernandez"),
        ("Ivanova", "ivanova"),
        ("Johansson", "johansson"),
        ("Kowalski", "kowalski"),
        ("Lima", "lima"),
        ("Müller", "muller"),
        ("Nascimento", "nascimento"),
        ("O’Connor", "oconnor"),
        ("Pereira", "pereira"),
        ("Quiroga", "quiroga"),
        ("Rodrigues", "rodrigues"),
        ("Santos", "santos"),
        ("Teixeira", "teixeira"),
        ("Usman", "usman"),
        ("Vasconcelos", "vasconcelos"),
        ("Wagner", "wagner"),
        ("Ximénez", "ximenez"),
        ("Yılmaz", "yilmaz"),
        ("Zimmermann", "zimmermann"),
        ("Albuquerque de Vasconcelos e Souza", "albuquerque"),
    ],
);
const CYRILLIC: Names = (
    &[("Анна", "anna"), ("Дмитрий", "dmitri"), ("Ольга", "olga"), ("Сергій", "serhii")],
    &[("Иванов", "ivanov"), ("Петрова", "petrova"), ("Шевченко", "shevchenko")],
);
const ARABIC: Names = (
    &[("محمد", "mohammed"), ("فاطمة", "fatima"), ("عمر", "omar"), ("ليلى", "layla")],
    &[("العلي", "alali"), ("حداد", "haddad"), ("المصري", "almasri")],
);
const HAN: Names = (
    &[("伟", "wei"), ("美玲", "meiling"), ("太郎", "taro"), ("さくら", "sakura")],
    &[("王", "wang"), ("李", "li"), ("田中", "tanaka"), ("佐藤", "sato")],
);

/// One of so many has a single name.
const ONE_NAME_IN: usize = 60;

/// Beyond so many, every other has two first names.
const MANY: usize = 2_000;

/// People without end, each address once; the same for the same seed.
pub(super) struct People {
    slug: String,
    random: Random,
    /// For what came later than the rest, so that the rest stays.
    more: Random,
    made: usize,
}

impl People {
    pub(super) fn new(seed: u64, slug: &str) -> Self {
        let (random, more) = (Random::seeded(seed), Random::seeded(seed ^ 0x7e1e));
        Self { slug: slug.to_owned(), random, more, made: 0 }
    }
}

impl Iterator for People {
    type Item = Person;

    fn next(&mut self) -> Option<Person> {
        let random = &self.random;
        let (names, before) = match random.below(100) {
            0..4 => (CYRILLIC, "+38067"),
            4..7 => (ARABIC, "+96279"),
            7..11 => (HAN, "+81903"),
            _ => (LATIN, ["+35191", "+493045", "+5511987", "+1415555"][self.made % 4]),
        };
        let first = names.0[random.below(names.0.len())];
        let last = names.1[random.below(names.1.len())];
        self.made += 1;
        // Many share a name; very many don't share the same one.
        let second = names.0[self.more.below(names.0.len())];
        let two = self.more.below(2) == 0 && self.made > MANY;
        let first_name = if two { format!("{} {}", first.0, second.0) } else { first.0.into() };
        Some(Person {
            first_name,
            last_name: if self.made.is_multiple_of(ONE_NAME_IN) { String::new() } else { last.0.into() },
            email: format!("{}.{}{}@{}.example", first.1, last.1, self.made, self.slug),
            role: role(random),
            last_active_ago: last_active(random),
            phone: (self.more.below(10) < 6).then(|| phone(before, &self.more)),
            second_factor: self.more.below(10) < 3,
            suspended: self.made.is_multiple_of(400),
        })
    }
}

/// A number that its country has: what every number of a kind begins with, and as many digits as the kind has.
fn phone(before: &str, random: &Random) -> String {
    let rest = match before {
        "+1415555" => 4,
        "+493045" | "+5511987" => 6,
        _ => 7,
    };
    let most = 10_usize.pow(rest);
    format!("{before}{:0width$}", random.below(most), width = rest as usize)
}

/// One in a hundred is a super-user, a few manage, most are plain members.
fn role(random: &Random) -> Option<&'static str> {
    Some(match random.below(100) {
        0 => return None,
        1..6 => "manager",
        6..9 => "auditor",
        9..25 => "viewer",
        _ => "member",
    })
}

/// Most within a month, some long ago, some never.
fn last_active(random: &Random) -> Option<Duration> {
    let minutes = match random.below(100) {
        0..12 => return None,
        12..40 => random.below(24 * 60),
        40..85 => random.below(30 * 24 * 60),
        _ => random.below(400 * 24 * 60),
    };
    Some(Duration::from_mins(minutes as u64 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_people_with_an_address_each() {
        let emails = |seed| -> Vec<String> { People::new(seed, "demo").take(500).map(|person| person.email).collect() };
        assert_eq!(emails(1), emails(1));
        assert_ne!(emails(1), emails(2));
        let mut unique = emails(1);
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), 500);
    }

    #[test]
    fn a_few_people_have_one_name() {
        let people: Vec<Person> = People::new(1, "demo").take(200).collect();
        assert!(people.iter().all(|person| !person.first_name.is_empty()));
        assert_eq!(people.iter().filter(|person| person.last_name.is_empty()).count(), 3);
    }
}
