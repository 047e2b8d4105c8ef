//! A line over time, and bars. Measured and worded on the server, so that the browser needs neither a scale nor a calendar.
//!
//! Places are thousandths of the drawing's width, from the left, and of its height, from the top.

use serde::{Deserialize, Serialize};

/// A line with its scales, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// Oldest first; two at least.
    pub points: Vec<Point>,
    /// What stands along the bottom.
    pub across: Vec<Mark>,
    /// What stands beside the horizontal lines, which are evenly spaced: from the top one down to nought.
    pub up: Vec<String>,
}

/// A point of the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// From the left, in thousandths of the width.
    pub x: u16,
    /// From the top, in thousandths of the height.
    pub y: u16,
    /// When and how many, in words.
    pub reading: String,
}

/// A label along the bottom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// From the left, in thousandths of the width.
    pub x: u16,
    /// A day, a month or a year, in the reader's language.
    pub label: String,
    /// Shown where there is room for few.
    pub major: bool,
}

/// Bars side by side, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarChart {
    /// From the left.
    pub groups: Vec<BarGroup>,
    /// What stands beside the horizontal lines, which are evenly spaced: from the top one down to nought.
    pub up: Vec<String>,
}

/// The bars of one place along the bottom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarGroup {
    /// What stands below them.
    pub label: String,
    /// From the left: each series in the same place of every group.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// In thousandths of the drawing's height.
    pub height: u16,
    /// What it stands for, in words.
    pub reading: String,
}

/// A round distance between the horizontal lines, and how many of them fit over nought: one to four.
pub fn scale(max: i64) -> (i64, i64) {
    let mut tens = 1;
    loop {
        for line in [tens, 2 * tens, 5 * tens] {
            if max <= 4 * line {
                return (line, ((max + line - 1) / line).max(1));
            }
        }
        tens *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_round_and_few() {
        for (max, expected) in
            [(0, (1, 1)), (1, (1, 1)), (4, (1, 4)), (5, (2, 3)), (128, (50, 3)), (1_000_000, (500_000, 2))]
        {
            assert_eq!(scale(max), expected, "{max}");
        }
    }
}
