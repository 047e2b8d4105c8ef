//! The networks that a token may be used from, as they are typed.

use crate::{Fields, Problem};

/// No token names more of them than this.
pub const MAX_NETWORKS: usize = 20;

/// `networks`, once or several times, separated by spaces, commas or lines. What each of them means, the domain reads.
pub(super) fn parse(fields: &Fields) -> Result<Vec<String>, Problem> {
    let separated = |text: &str| -> Vec<String> {
        text.split([' ', ',', ';', '\n', '\r', '\t']).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let networks: Vec<String> = fields.all("networks").flat_map(separated).collect();
    if networks.len() > MAX_NETWORKS { Err(Problem::TooMany { max: MAX_NETWORKS }) } else { Ok(networks) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_separated_in_any_way_and_counted() {
        let typed = Fields::default().with("networks", "10.0.0.0/8, 192.0.2.1\n2001:db8::/32");
        assert_eq!(parse(&typed), Ok(vec!["10.0.0.0/8".into(), "192.0.2.1".into(), "2001:db8::/32".into()]));
        let many = Fields::default().with("networks", "10.0.0.1 ".repeat(MAX_NETWORKS + 1));
        assert_eq!(parse(&many), Err(Problem::TooMany { max: MAX_NETWORKS }));
    }
}
