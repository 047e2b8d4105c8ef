//! Normalised keys: what look-ups and order compare.

use model::Problem;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// One key per mailbox as people mean it: compatibility-composed (NFKC) and lower-cased, so that neither case nor Unicode
/// form makes a second account. The local part is folded too: no provider that people use tells `Ana@` from `ana@`.
pub fn email(address: &str) -> String {
    let folded: String = address.nfkc().collect::<String>().to_lowercase().nfkc().collect();
    // Composing can bring white space to the ends.
    folded.trim().to_owned()
}

/// An address as it is stored, compared and mailed, in one form: composed (NFC), with nothing in its local part that the key would
/// take for another character. `ſam@` would be mailed as typed and found as `sam@`, which is someone else's mailbox.
pub fn canonical_email(typed: &str) -> Result<String, Problem> {
    let address: String = model::fields::email(typed)?.nfc().collect();
    let local = address.rsplit_once('@').map_or("", |(local, _)| local);
    let lookalike = local.chars().find(|c| {
        let lower: String = c.to_lowercase().collect();
        lower.nfkc().ne(lower.nfc())
    });
    let Some(lookalike) = lookalike else { return Ok(address) };
    let mut meant = std::iter::once(lookalike).nfkc();
    let plain = std::array::from_fn(|_| meant.next());
    Err(if meant.next().is_some() { Problem::NotAnEmail } else { Problem::Lookalike { plain } })
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
    fn an_address_has_one_form() {
        assert_eq!(canonical_email(" José@Example.com").as_deref(), Ok("José@Example.com"));
        assert_eq!(canonical_email("jose\u{301}@example.com").as_deref(), Ok("josé@example.com"));
        let plain = |text: &str| {
            let mut chars = text.chars();
            Err(Problem::Lookalike { plain: std::array::from_fn(|_| chars.next()) })
        };
        assert_eq!(canonical_email("ſam@example.com"), plain("s"));
        assert_eq!(canonical_email("o\u{FB03}ce@example.com"), plain("ffi"));
        assert_eq!(canonical_email("ａna@example.com"), plain("a"));
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
        fn what_is_stored_is_compared_as_it_is_but_for_case(local in "\\PC{1,12}") {
            if let Ok(address) = canonical_email(&format!("{local}@example.com")) {
                let lower: String = address.to_lowercase().nfc().collect();
                prop_assert_eq!(email(&address), lower);
                prop_assert_eq!(canonical_email(&address), Ok(address));
            }
        }

        #[test]
        fn keys_are_stable(any in "\\PC{0,40}") {
            prop_assert_eq!(email(&email(&any)), email(&any));
            prop_assert_eq!(text(&text(&any)), text(&any));
        }
    }
}
