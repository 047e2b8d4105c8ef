//! Substring patterns.

/// A `LIKE` pattern that finds the text anywhere; goes with `ESCAPE '!'`.
pub fn contains(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for c in text.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    #[test]
    fn wildcards_mean_themselves() {
        assert_eq!(super::contains("50%_!"), "%50!%!_!!%");
    }
}
