//! Normalised keys: what look-ups and order compare.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// One key per mailbox as people mean it: compatibility-composed (NFKC) and lower-cased, so that neither case nor Unicode
/// form makes a second account. The local part is folded too: no provider that people use tells `Ana@` from `ana@`.
pub fn email(address: &str) -> String {
    let folded: String = address.nfkc().collect::<String>().to_lowercase().nfkc().collect();
    // Composing can bring white space to the ends.
    folded.trim().to_owned()
}

/// One key per domain: lower-cased, as its DNS knows it (IDNA, UTS 46).
pub fn domain(domain: &str) -> String {
    match url::Host::parse(domain.trim()) {
        Ok(url::Host::Domain(domain)) => domain,
        _ => domain.trim().to_lowercase(),
    }
}

/// The key of the domain that an address is in.
pub fn domain_of(address: &str) -> String {
    domain(address.rsplit_once('@').map_or("", |(_, domain)| domain))
}

/// Folds case and accents, so that "Émile" is found by "emile" and sorts beside it.
pub fn text(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase().nfkc().collect()
}

/// A member's place in the alphabet: first name, then last name.
pub fn name(first: &str, last: &str) -> String {
    text(&model::accounts::full_name(first, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_mailbox_has_one_key() {
        assert_eq!(email("José@Example.com"), email("jose\u{301}@EXAMPLE.COM"));
        assert_eq!(email("ｊｏｓｅ@example.com"), "jose@example.com");
        assert_ne!(email("jose@example.com"), email("josé@example.com"));
    }

    #[test]
    fn accents_and_case_fold_in_names() {
        assert_eq!(name("Émile", "ZOLA"), "emile zola");
        assert_eq!(text("ﬁ"), "fi");
        assert_eq!(text("محمد"), "محمد");
    }

    #[test]
    fn the_key_of_a_key_is_itself_for_every_character() {
        for c in '\0'..=char::MAX {
            let any = format!("a{c}b{c}");
            assert_eq!(email(&email(&any)), email(&any), "{:x}", u32::from(c));
            assert_eq!(text(&text(&any)), text(&any), "{:x}", u32::from(c));
        }
    }

    proptest! {
        #[test]
        fn keys_are_stable(any in "\\PC{0,40}") {
            prop_assert_eq!(email(&email(&any)), email(&any));
            prop_assert_eq!(text(&text(&any)), text(&any));
        }
    }
}
