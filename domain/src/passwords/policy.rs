//! What may be a password (OWASP ASVS 5.0, 6.2): long enough, not common, not made of the person's own data. No
//! composition rules.

use crate::Context;
use model::Problem;
use model::accounts::{PASSWORD_MAX, Password};
use serde::{Deserialize, Serialize};
use zxcvbn::matching::patterns::MatchPattern;
use zxcvbn::{Score, zxcvbn};

/// How hard it is to guess, as the hint beside the field shows it: 0 (at once) to 4 (not in a lifetime).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strength(pub u8);

/// The hint for a password as it is typed; `about` is what others know of the person.
pub fn strength(password: &Password, about: &[&str]) -> Strength {
    Strength(u8::from(zxcvbn(password.reveal(), &parts(about)).score()))
}

/// Takes a new password or says why not: by itself, and by the operator's file of leaked ones. `about`: e-mail address and names.
pub async fn judge(ctx: &Context, password: &Password, about: &[&str]) -> Result<(), Problem> {
    judge_alone(password, ctx.roster.settings.password_min, about)?;
    let Some(breached) = &ctx.roster.settings.breached else { return Ok(()) };
    match breached.holds(password).await {
        Ok(true) => Err(Problem::CommonPassword),
        Ok(false) => Ok(()),
        Err(error) => {
            tracing::warn!(%error, "the file of leaked passwords");
            Ok(())
        }
    }
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
    let judged = zxcvbn(password.reveal(), &about);
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

    #[test]
    fn the_hint_rises_with_strength() {
        let weak = strength(&Password::new("password1"), &[]);
        let strong = strength(&Password::new("quiet-otters-vote-late"), &[]);
        assert!(weak.0 <= 1 && strong.0 == 4, "{weak:?} {strong:?}");
    }
}
