//! A table for a document.

#[derive(Clone, Debug)]
pub struct Table {
    title: String,
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(title: impl Into<String>, header: &[&'static str]) -> Self {
        Self { title: title.into(), header: header.to_vec(), rows: Vec::new() }
    }

    pub fn row(&mut self, cells: Vec<String>) {
        eprintln!("{}: {}", self.title, cells.join(" | "));
        self.rows.push(cells);
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The first column is a text, the others are numbers.
    pub fn markdown(&self) -> String {
        let line = |cells: Vec<&str>| format!("| {} |", cells.join(" | "));
        let mut lines = vec![line(self.header.clone())];
        let rule = |(n, _): (usize, _)| if n == 0 { "---" } else { "--:" };
        lines.push(line(self.header.iter().enumerate().map(rule).collect()));
        lines.extend(self.rows.iter().map(|row| line(row.iter().map(String::as_str).collect())));
        format!("### {}\n\n{}", self.title, lines.join("\n"))
    }
}

/// Milliseconds, as exactly as they are worth.
pub fn ms(value: f64) -> String {
    if value < 10.0 { format!("{value:.1}") } else { format!("{value:.0}") }
}

/// So many a second.
pub fn rate(rows: u32, seconds: f64) -> String {
    format!("{:.0}", f64::from(rows) / seconds)
}
