//! What may be a password (OWASP ASVS 5.0, 6.2): long enough, not common, not made of the person's own data. No
//! composition rules.

use super::breached::Breached;
use super::pool::WorkPool;
use crate::Error;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use model::Problem;
use model::accounts::{PASSWORD_MAX, Password};
use rayon::ThreadPoolBuildError;
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;
use zxcvbn::matching::patterns::MatchPattern;
use zxcvbn::{Score, zxcvbn};

/// How hard it is to guess, as the hint beside the field shows it: 0 (at once) to 4 (not in a lifetime).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strength(pub u8);

/// Judging takes a time that grows faster than a password: so many characters of it are looked at.
const MAX_JUDGED_CHARS: usize = 64;
/// Passwords that may wait to be judged before they are taken.
const MAX_WAITING: usize = 128;
/// Hints that may wait: they are the first to be left out.
const MAX_WAITING_HINTS: usize = 8;
/// Hints that a person or an address gets at once, and then in a minute: typing a long passphrase asks for some twenty.
const HINTS_BURST: NonZeroU32 = NonZeroU32::new(40).unwrap();
const HINTS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(60).unwrap();
/// Beyond so many people and addresses, those that have not asked of late are forgotten.
const MAX_KEYS: usize = 10_000;

/// Judges passwords, one after the other on a thread of its own.
#[derive(Debug)]
pub struct Judge {
    pool: WorkPool,
    hints: DefaultKeyedRateLimiter<String>,
}

impl Judge {
    /// Starts the thread.
    pub fn new() -> Result<Self, ThreadPoolBuildError> {
        let quota = Quota::per_minute(HINTS_PER_MINUTE).allow_burst(HINTS_BURST);
        Ok(Self { pool: WorkPool::new("judge", 1)?, hints: RateLimiter::keyed(quota) })
    }

    /// The hint for a password as it is typed, for whoever asks under this key. [`Error::TryLater`] where they ask too
    /// often, [`Error::Busy`] where too many ask.
    pub async fn strength(&self, key: String, password: &Password) -> Result<Strength, Error> {
        if self.hints.len() > MAX_KEYS {
            self.hints.retain_recent();
        }
        self.hints.check_key(&key).map_err(|_| Error::TryLater(1))?;
        let password = password.clone();
        self.pool.run(MAX_WAITING_HINTS, move || Strength(u8::from(zxcvbn(judged_part(&password), &[]).score()))).await
    }

    /// Takes a new password or says at `password` why not: by itself, and by the operator's file of leaked ones.
    /// `about`: e-mail address and names.
    pub async fn judge(
        &self,
        password: &Password,
        about: &[&str],
        min: usize,
        breached: Option<&Breached>,
    ) -> Result<(), Error> {
        let (typed, about): (Password, Vec<String>) =
            (password.clone(), about.iter().map(|text| (*text).to_owned()).collect());
        let judging = move || judge_alone(&typed, min, &about.iter().map(String::as_str).collect::<Vec<_>>());
        let judged = self.pool.run(MAX_WAITING, judging).await?;
        judged.map_err(|problem| Error::at("password", problem))?;
        let Some(breached) = breached else { return Ok(()) };
        match breached.holds(password).await {
            Ok(true) => Err(Error::at("password", Problem::CommonPassword)),
            Ok(false) => Ok(()),
            Err(error) => {
                tracing::warn!(%error, "the file of leaked passwords");
                Ok(())
            }
        }
    }
}

/// What is judged of a password.
fn judged_part(password: &Password) -> &str {
    let text = password.reveal();
    text.char_indices().nth(MAX_JUDGED_CHARS).map_or(text, |(end, _)| &text[..end])
}

pub(super) fn judge_alone(password: &Password, min: usize, about: &[&str]) -> Result<(), Problem> {
    let length = password.reveal().chars().count();
    if length < min {
        return Err(Problem::TooShort { min });
    }
    if length > PASSWORD_MAX {
        return Err(Problem::TooLong { max: PASSWORD_MAX });
    }
    let about = parts(about);
    let judged = zxcvbn(judged_part(password), &about);
    if judged.score() >= Score::Two && !is_all_about(password, &about) {
        return Ok(());
    }
    let whole = judged.sequence().len() == 1 && matches!(judged.sequence()[0].pattern, MatchPattern::Dictionary(_));
    Err(if is_all_about(password, &about) {
        Problem::ContainsYou
    } else if whole {
        Problem::CommonPassword
    } else {
        Problem::GuessablePassword
    })
}

/// The words that someone who knows the person would try: names, the address and its parts.
fn parts<'a>(about: &[&'a str]) -> Vec<&'a str> {
    let words = about.iter().flat_map(|text| text.split(['@', '.', '-', '_', '+', ' ']));
    about.iter().copied().chain(words).filter(|part| part.chars().count() > 2).collect()
}

/// Little is left of it when the person's own words are taken out.
fn is_all_about(password: &Password, about: &[&str]) -> bool {
    let mut rest = password.reveal().to_lowercase();
    let length = rest.chars().count();
    for part in about {
        rest = rest.replace(&part.to_lowercase(), "");
    }
    let left = rest.chars().filter(|c| c.is_alphanumeric()).count();
    rest.chars().count() < length && left < 6
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: [&str; 3] = ["ana.souza@example.com", "Ana", "Souza"];

    fn judged(text: &str) -> Result<(), Problem> {
        judge_alone(&Password::new(text), 12, &ANA)
    }

    #[test]
    fn passphrases_are_taken_without_composition_rules() {
        for good in ["correct horse battery staple", "quiet-otters-vote-late", "пароль которого нет нигде"]
        {
            assert_eq!(judged(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn each_refusal_says_why() {
        assert_eq!(judged("short"), Err(Problem::TooShort { min: 12 }));
        assert_eq!(judged(&"x".repeat(257)), Err(Problem::TooLong { max: 256 }));
        assert_eq!(judge_alone(&Password::new("password"), 8, &[]), Err(Problem::CommonPassword));
        assert_eq!(judged("aaaaaaaaaaaaaaa"), Err(Problem::GuessablePassword));
        assert_eq!(judged("ana.souza@example.com"), Err(Problem::ContainsYou));
        assert_eq!(judged("AnaSouza2024"), Err(Problem::ContainsYou));
    }

    #[tokio::test]
    async fn the_hint_rises_with_strength_and_is_left_out_for_whoever_asks_too_often() {
        let judge = Judge::new().unwrap();
        let hint = async |text: &str| judge.strength("someone".into(), &Password::new(text)).await;
        let (weak, strong) = (hint("password1").await.unwrap(), hint("quiet-otters-vote-late").await.unwrap());
        assert!(weak.0 <= 1 && strong.0 == 4, "{weak:?} {strong:?}");
        let mut refused = 0;
        for _ in 0..60 {
            refused += u32::from(hint("x").await == Err(Error::TryLater(1)));
        }
        assert!(refused >= 15, "{refused} of 62 were refused");
        assert!(judge.strength("someone else".into(), &Password::new("x")).await.is_ok());
    }

    #[test]
    fn only_the_beginning_of_a_long_password_is_judged() {
        let long = Password::new(&"ä".repeat(250));
        assert_eq!(judged_part(&long).chars().count(), MAX_JUDGED_CHARS);
        assert_eq!(judged_part(&Password::new("short")), "short");
    }
}
