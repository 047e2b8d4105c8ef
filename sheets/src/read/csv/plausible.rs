//! Whether a decoded text looks like one: what a wrong encoding gives is symbols within words, capitals within them, and
//! words of two scripts.

/// How many characters stand where nobody writes them.
pub(super) fn implausible(text: &str) -> usize {
    let mut count = 0;
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let after = letters.peek().copied().unwrap_or(' ');
        count += usize::from(!letter.is_ascii() && !fits(before, letter, after));
        before = letter;
    }
    count
}

fn fits(before: char, letter: char, after: char) -> bool {
    let (follows_letter, precedes_letter) = (before.is_alphabetic(), after.is_alphabetic());
    match letter {
        // What Mac Roman has and no name: signs that count as letters.
        'ª' | 'º' => !follows_letter && !precedes_letter,
        'ƒ' | '\u{B5}' | 'ﬀ'..='ﬆ' | '\u{80}'..='\u{9F}' | '\u{FFFD}' => false,
        _ if letter.is_alphabetic() => {
            let capital_within =
                letter.is_uppercase() && follows_letter && (before.is_lowercase() || after.is_lowercase());
            let two_scripts = !is_latin(letter) && (before.is_ascii_alphabetic() || after.is_ascii_alphabetic());
            !capital_within && !two_scripts
        }
        '’' | '´' | '·' | '”' | '»' | '…' | '\u{A0}' | '™' | '®' | '\u{300}'..='\u{36F}' => true,
        '–' | '—' => !(follows_letter && after.is_lowercase()),
        '‘' | '“' | '„' | '«' | '‚' => !follows_letter,
        _ => !follows_letter && !precedes_letter,
    }
}

fn is_latin(letter: char) -> bool {
    letter < '\u{370}' || ('\u{1E00}'..='\u{1EFF}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Zoë;Müller José Peña Åse Bjørk")]
    #[case("O’Brien, “Bo” – Ångström, ÅSE, Ørsted")]
    #[case("Łukasz Żółć, Đorđe, İbrahim Yıldız, Nguyễn")]
    #[case("Иван Петров; 山田 太郎; Ελένη Παππά, Ωραία")]
    fn names_are_plausible(#[case] text: &str) {
        assert_eq!(implausible(text), 0);
    }

    #[rstest]
    #[case("Zo‘")]
    #[case("MŸller")]
    #[case("JosŽ")]
    #[case("Pe–a")]
    #[case("\u{81}se")]
    #[case("Bj¿rk")]
    #[case("ZoÎ")]
    #[case("≈se")]
    #[case("£ukasz")]
    #[case("Zoл")]
    fn what_a_wrong_encoding_gives_is_not(#[case] text: &str) {
        assert_eq!(implausible(text), 1);
    }
}
