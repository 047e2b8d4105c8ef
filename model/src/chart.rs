//! A line over time. Measured and worded on the server, so that the browser needs neither a scale nor a calendar.
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
