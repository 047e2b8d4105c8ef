//! What Home tells of how a workspace moves, in the reader's words and drawn.

use crate::chart::{BarChart, Chart};
use serde::{Deserialize, Serialize};

/// How the workspace moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InsightsView {
    /// Who joined and who went, month by month.
    pub growth: Figures,
    /// Those who joined in the last months; none where they are still to be counted.
    pub cohorts: Option<Figures>,
    /// None where they are still to be counted.
    pub dormant: Option<DormantView>,
    /// When it was counted, where that was not just now.
    pub counted: Option<String>,
    /// How long the seats last.
    pub forecast: ForecastView,
}

/// Bars, what they show in words, and the table behind them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// What the picture shows, for those who don't see it.
    pub label: String,
    /// The bars.
    pub chart: BarChart,
    /// What each series of bars is, in their order.
    pub series: Vec<String>,
    /// The heads of the table's columns, the first one's too.
    pub head: Vec<String>,
    /// Its rows, by the first cell.
    pub rows: Vec<Vec<String>>,
}

/// Those who have not been here for long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DormantView {
    /// The bars, and the table.
    pub figures: Figures,
    /// The lists of them.
    pub lists: Vec<DormantList>,
}

/// A list of those who have not been here for so many days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DormantList {
    /// "12 people, not here for 30 days".
    pub words: String,
    /// The day before which they were last here, `2026-11-22`.
    pub before: String,
}

/// How long the seats of the plan last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastView {
    /// The answer, with its range.
    pub text: String,
    /// How it comes about.
    pub method: String,
    /// The seats month by month at the median; none where nothing can be said.
    pub chart: Option<Chart>,
    /// What the line shows, for those who don't see it.
    pub label: String,
    /// The heads of the table's columns.
    pub head: Vec<String>,
    /// Month, and seats in slow, middling and fast months.
    pub rows: Vec<Vec<String>>,
}
