//! A line over time. Measured and worded on the server, so that the browser needs neither a scale nor a calendar.
//!
//! Places are thousandths of the drawing's width, from the left, and of its height, from the top.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// Oldest first; two at least.
    pub points: Vec<Point>,
    /// What stands along the bottom.
    pub across: Vec<Mark>,
    /// What stands beside the horizontal lines, which are evenly spaced: from the top one down to nought.
    pub up: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    pub x: u16,
    pub y: u16,
    /// When and how many, in words.
    pub reading: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub x: u16,
    pub label: String,
    /// Shown where there is room for few.
    pub major: bool,
}
