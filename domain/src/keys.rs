//! Normalised keys: what look-ups and order compare.

use any_ascii::any_ascii_char;
use model::Problem;
use model::fields::bare;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// One key per mailbox as people mean it: compatibility-composed (NFKC) and lower-cased, so that neither case nor
/// Unicode form makes a second account. The local part is folded too: no provider that people use tells `Ana@` from
/// `ana@`. The domain is in its Unicode form, however it was written; what shows as nothing at the ends is no part of
/// it.
pub fn email(address: &str) -> String {
    let folded: String = if address.is_ascii() {
        address.to_ascii_lowercase()
    } else {
        address.nfkc().collect::<String>().to_lowercase().nfkc().collect()
    };
    // Composing can bring white space to the ends.
    let folded = bare(&folded);
    match folded.rsplit_once('@') {
        Some((local, domain)) => format!("{local}@{}", unicode_domain(domain).unwrap_or_else(|| domain.to_owned())),
        None => folded.to_owned(),
    }
}

/// An address as it is stored, compared and shown, in one form: composed (NFC), its domain in Unicode (IDNA, UTS 46),
/// with nothing in its local part that the key would take for another character. `ſam@` would be mailed as typed and
/// found as `sam@`, which is someone else's mailbox.
pub fn canonical_email(typed: &str) -> Result<String, Problem> {
    let typed: String = model::fields::email(typed)?.nfc().collect();
    let (local, domain) = typed.rsplit_once('@').ok_or(Problem::NotAnEmail)?;
    let address = format!("{local}@{}", unicode_domain(domain).ok_or(Problem::NotAnEmail)?);
    if local.is_ascii() {
        return Ok(address);
    }
    let lookalike = local.chars().find(|c| {
        let lower: String = c.to_lowercase().collect();
        lower.nfkc().ne(lower.nfc())
    });
    let Some(lookalike) = lookalike else { return Ok(address) };
    let mut meant = std::iter::once(lookalike).nfkc();
    let plain = std::array::from_fn(|_| meant.next());
    Err(if meant.next().is_some() { Problem::NotAnEmail } else { Problem::Lookalike { plain } })
}

/// A domain in Unicode, in small letters; none where IDNA knows none such.
fn unicode_domain(domain: &str) -> Option<String> {
    if is_plain_domain(domain) {
        return Some(domain.to_ascii_lowercase());
    }
    let ascii = ascii_domain(domain)?;
    match idna::domain_to_unicode(&ascii) {
        (domain, Ok(())) => Some(domain),
        _ => None,
    }
}

/// The same in ASCII.
fn ascii_domain(domain: &str) -> Option<String> {
    if is_plain_domain(domain) {
        return Some(domain.to_ascii_lowercase());
    }
    idna::domain_to_ascii(domain).ok().filter(|ascii| ascii.split('.').all(is_label))
}

/// Whether it is a label of a domain in ASCII. Hyphens may stand where registries allow none: domains of
/// one's own have them.
fn is_label(label: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=63).contains(&label.len()) && label.bytes().all(is_part)
}

/// Whether IDNA has nothing to do with a domain but to fold its case: most have neither another script nor a label that
/// stands for one (`xn--`).
fn is_plain_domain(domain: &str) -> bool {
    let stands_for_another = |label: &str| label.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--"));
    domain.split('.').all(|label| is_label(label) && !stands_for_another(label))
}

/// An address as a mail server without SMTPUTF8 (RFC 6531) takes it, as far as there is one: the domain in ASCII.
pub fn mailed_email(address: &str) -> String {
    let ascii = |(local, domain)| Some(format!("{local}@{}", ascii_domain(domain)?));
    address.rsplit_once('@').and_then(ascii).unwrap_or_else(|| address.to_owned())
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
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase().nfkc().collect()
}

/// What a search for people compares, and their order: [`text`] with Latin letters that no accent explains in their
/// plain form, so that "Łukasz" is found by "lukasz" and "Weiss" by "weiß"; with one apostrophe and one hyphen for all
/// of their kinds.
pub fn search(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase().replace('`', "'");
    }
    // Before accents are taken off, since an acute accent alone would become a space, and after, since a letter may
    // hold an apostrophe.
    let signs: String = text.chars().filter(|c| *c != '\u{AD}').map(plain_sign).collect();
    let mut plain = String::with_capacity(signs.len());
    for c in self::text(&signs).chars().map(plain_sign) {
        if is_latin(c) { plain.extend(any_ascii_char(c).chars().map(plain_sign)) } else { plain.push(c) }
    }
    plain.to_lowercase()
}

/// One apostrophe and one hyphen for those that look like them.
fn plain_sign(c: char) -> char {
    match c {
        '\u{2018}'..='\u{201B}'
        | '\u{2B9}'..='\u{2BF}'
        | '\u{2C8}'
        | '\u{2CA}'
        | '\u{2CB}'
        | '\u{2032}'
        | '\u{B4}'
        | '`'
        | '\u{A78C}'
        | '\u{5F3}'
        | '\u{55A}'
        | '\u{FF07}'
        | '\u{FF40}' => '\'',
        '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{58A}'
        | '\u{5BE}'
        | '\u{1806}'
        | '\u{30A0}'
        | '\u{FE63}'
        | '\u{FF0D}' => '-',
        c => c,
    }
}

/// Latin letters beyond ASCII. What other scripts say in Latin letters is nothing that their readers type.
fn is_latin(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c, '\u{AA}'..='\u{24F}' | '\u{250}'..='\u{2AF}' | '\u{1D00}'..='\u{1DBF}' | '\u{1E00}'..='\u{1EFF}'
            | '\u{2C60}'..='\u{2C7F}' | '\u{A720}'..='\u{A7FF}' | '\u{AB30}'..='\u{AB6F}')
}

/// A member's place in the alphabet: first name, then last name.
pub fn name(first: &str, last: &str) -> String {
    search(&model::accounts::full_name(first, last))
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
        assert_eq!(canonical_email(" José@Example.com").as_deref(), Ok("José@example.com"));
        assert_eq!(canonical_email("\u{200b}eve@b12.example\u{feff}").as_deref(), Ok("eve@b12.example"));
        assert_eq!(canonical_email("\u{202a}eve@b12.example\u{202c}").as_deref(), Ok("eve@b12.example"));
        assert_eq!(canonical_email("e\u{200b}ve@b12.example"), Err(Problem::ControlCharacters));
        for written in
            ["ada@bücher.example", "ada@xn--bcher-kva.example", "ada@BU\u{308}CHER.example", "ada@bücher。example"]
        {
            assert_eq!(canonical_email(written).as_deref(), Ok("ada@bücher.example"), "{written}");
            assert_eq!(email(written), "ada@bücher.example", "{written}");
        }
        assert_eq!(canonical_email("ada@xn--zzzzzz.example"), Err(Problem::NotAnEmail));
        assert_eq!(canonical_email("ada@my--shop.example").as_deref(), Ok("ada@my--shop.example"));
        assert_eq!(canonical_email("ada@\u{ff05}.example"), Err(Problem::NotAnEmail));
        assert_eq!(canonical_email(&format!("ada@{}.example", "ü".repeat(60))), Err(Problem::NotAnEmail));
        assert_eq!(mailed_email("bo@żółw.example"), "bo@xn--w-uga1v8h.example");
        assert_eq!(mailed_email("bo@example.com"), "bo@example.com");
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
    fn letters_are_found_by_their_plain_form_and_the_other_way_round() {
        for (written, plain) in [
            ("Łukasz Żółć", "lukasz zolc"),
            ("Søren", "soren"),
            ("Ægir", "aegir"),
            ("Đorđe", "dorde"),
            ("Weiß", "weiss"),
            ("Þóra", "thora"),
            ("Işıl", "isil"),
            ("ŒUVRE", "oeuvre"),
            ("O\u{2019}Brien", "o'brien"),
            ("O\u{2BC}Brien", "o'brien"),
            ("Jean\u{2010}Luc", "jean-luc"),
            ("Jean\u{2013}Luc", "jean-luc"),
            ("王美 Жанна محمد", "王美 жанна محمد"),
        ] {
            assert_eq!(search(written), plain);
            assert_eq!(search(plain), plain);
        }
    }

    #[test]
    fn the_key_of_a_key_is_itself_for_every_character() {
        for c in '\0'..=char::MAX {
            let any = format!("a{c}b{c}");
            assert_eq!(email(&email(&any)), email(&any), "{:x}", u32::from(c));
            assert_eq!(text(&text(&any)), text(&any), "{:x}", u32::from(c));
            // What Latin letters and their signs are, and no more: this is slow.
            if c <= '\u{FFFF}' {
                assert_eq!(search(&search(&any)), search(&any), "{:x}", u32::from(c));
            }
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

        /// What is plain is answered without IDNA, and IDNA answers the same.
        #[test]
        fn plain_domains_are_what_idna_says(domain in "[a-zA-Z0-9-]{1,9}([.][a-zA-Z0-9-]{1,9}){0,3}") {
            if is_plain_domain(&domain) {
                let ascii = idna::domain_to_ascii(&domain);
                let unicode = idna::domain_to_unicode(&domain);
                prop_assert!(unicode.1.is_ok(), "{domain}");
                prop_assert_eq!(ascii_domain(&domain), ascii.ok());
                prop_assert_eq!(unicode_domain(&domain), Some(unicode.0));
            }
        }

        /// Text of ASCII alone is folded without a look at Unicode's tables: a letter of another script beside it does
        /// not change what becomes of it.
        #[test]
        fn ascii_is_folded_as_it_is_beside_other_scripts(text in "[ -~]{0,30}") {
            prop_assert_eq!(self::text(&format!("{text}я")), self::text(&text) + "я");
            prop_assert_eq!(search(&format!("{text}я")), search(&text) + "я");
            let address = format!("a{text}@b.example");
            prop_assert_eq!(email(&format!("я{address}")), format!("я{}", email(&address)));
        }

        #[test]
        fn keys_are_stable(any in "\\PC{0,40}") {
            prop_assert_eq!(email(&email(&any)), email(&any));
            prop_assert_eq!(text(&text(&any)), text(&any));
            prop_assert_eq!(search(&search(&any)), search(&any));
        }
    }
}
