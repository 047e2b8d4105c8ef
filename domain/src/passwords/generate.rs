//! Passwords that the system makes.

use crate::Random;
use model::accounts::Password;

/// Letters and digits that are not mistaken for each other when read aloud or typed from paper.
const ALPHABET: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const GROUPS: usize = 4;
const GROUP: usize = 5;

/// 20 random characters in groups of five, joined by hyphens: 116 bits.
pub fn generate(random: &Random) -> Password {
    let group = || (0..GROUP).map(|_| char::from(ALPHABET[random.below(ALPHABET.len())])).collect::<String>();
    Password::new(&(0..GROUPS).map(|_| group()).collect::<Vec<_>>().join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_password_passes_the_policy_and_is_new_each_time() {
        let (one, other) = (generate(&Random::System), generate(&Random::System));
        assert_ne!(one, other);
        assert_eq!(one.reveal().chars().count(), 23);
        assert_eq!(crate::passwords::policy::judge_alone(&one, 12, &[]), Ok(()));
    }
}
