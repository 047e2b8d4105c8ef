//! What a spreadsheet shows where a formula gives no value.

use serde::{Deserialize, Serialize};

/// An error of a spreadsheet's formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetError {
    /// `#NULL!`
    Null,
    /// `#DIV/0!`
    Division,
    /// `#VALUE!`
    Value,
    /// `#REF!`
    Reference,
    /// `#NAME?`
    Name,
    /// `#NUM!`
    Number,
    /// `#N/A`
    NotAvailable,
    /// `#SPILL!`
    Spill,
    /// `#CALC!`
    Calculation,
}

impl SheetError {
    const ALL: [Self; 9] = [
        Self::Null,
        Self::Division,
        Self::Value,
        Self::Reference,
        Self::Name,
        Self::Number,
        Self::NotAvailable,
        Self::Spill,
        Self::Calculation,
    ];

    /// As spreadsheets in English, Portuguese, Spanish and German write it. XLSX files have the first.
    const fn spellings(self) -> &'static [&'static str] {
        match self {
            Self::Null => &["#NULL!", "#NULO!", "#¡NULO!"],
            Self::Division => &["#DIV/0!", "#¡DIV/0!"],
            Self::Value => &["#VALUE!", "#VALOR!", "#¡VALOR!", "#WERT!"],
            Self::Reference => &["#REF!", "#¡REF!", "#BEZUG!"],
            Self::Name => &["#NAME?", "#NOME?", "#¿NOMBRE?"],
            Self::Number => &["#NUM!", "#NÚM!", "#¡NUM!", "#ZAHL!"],
            Self::NotAvailable => &["#N/A", "#N/D", "#NV"],
            Self::Spill => &["#SPILL!", "#DESPEJAR!", "#¡DESBORDAMIENTO!", "#ÜBERLAUF!"],
            Self::Calculation => &["#CALC!", "#CÁLC!", "#¡CALC!", "#KALK!"],
        }
    }

    /// If this is all that stands in a cell.
    pub fn read(cell: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|error| cell.starts_with('#') && error.spellings().contains(&cell))
    }

    /// As spreadsheets in English write it.
    pub const fn name(self) -> &'static str {
        self.spellings()[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_known_in_each_language_and_other_texts_are_none() {
        for error in SheetError::ALL {
            assert!(error.spellings().iter().all(|text| SheetError::read(text) == Some(error)), "{error:?}");
        }
        assert_eq!(SheetError::read("#¿NOMBRE?").map(SheetError::name), Some("#NAME?"));
        for text in ["", "#", "#1", "REF!", "see #REF!", "Ana"] {
            assert_eq!(SheetError::read(text), None, "{text}");
        }
    }
}
