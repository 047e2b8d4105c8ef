use crate::Format;
use std::fmt;

/// What a text is written in, of the encodings that browsers know.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TextEncoding(pub(super) &'static encoding_rs::Encoding);

impl TextEncoding {
    /// By any label of the WHATWG's Encoding Standard (section 4.2), such as `macintosh`; in capitals or not.
    pub fn named(label: &str) -> Option<Self> {
        let encoding = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes())?;
        (encoding != encoding_rs::X_USER_DEFINED).then_some(Self(encoding))
    }

    /// As the standard has it, such as `windows-1252`.
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

impl fmt::Debug for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How a CSV is to be read. What is none is found out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dialect {
    pub encoding: Option<TextEncoding>,
    /// A byte of ASCII between two cells.
    pub separator: Option<u8>,
}

/// How a file was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Csv { encoding: TextEncoding, separator: u8 },
    Xlsx,
}

impl Source {
    pub fn format(self) -> Format {
        match self {
            Self::Csv { .. } => Format::Csv,
            Self::Xlsx => Format::Xlsx,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_those_of_browsers() {
        let name = |label| TextEncoding::named(label).map(TextEncoding::name);
        assert_eq!(name("latin1"), Some("windows-1252"));
        assert_eq!(name("Macintosh"), Some("macintosh"));
        assert_eq!(name("x-user-defined"), None);
        assert_eq!(name("utf-7"), None);
    }
}
