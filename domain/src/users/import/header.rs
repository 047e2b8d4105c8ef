//! Which of a file's first rows names the columns: titles, versions and merged cells may stand above it.

use super::guess::guess;
use super::task::HeadRow;
use model::fields::email;
use model::users::MemberField;

/// The row that says most of what columns are called, if it names the addresses; otherwise, above the first person, the
/// one that says most or has most cells. None where a person stands first.
pub(super) fn find(rows: &[HeadRow]) -> Option<usize> {
    let named: Vec<(bool, usize)> = rows.iter().map(|row| named(&row.cells)).collect();
    // Of equals, the first: max_by_key takes the last.
    let best = (0..rows.len()).rev().max_by_key(|at| named[*at])?;
    if matches!(named[best], (true, 2..)) {
        return Some(best);
    }
    // Someone's address is no column's name.
    let is_person = |row: &HeadRow| row.cells.iter().any(|cell| email(cell).is_ok());
    let above = rows.iter().position(is_person).unwrap_or(rows.len());
    let filled = |at: usize| rows[at].cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    (0..above).rev().max_by_key(|at| (named[*at], filled(*at)))
}

/// Whether the row names the column of addresses, and how many columns it names that are known. One alone may be a
/// title or a value: `Team`.
fn named(cells: &[String]) -> (bool, usize) {
    let fields = guess(cells, &[]);
    let (has_address, known) = (fields.contains(&Some(MemberField::Email)), fields.into_iter().flatten().count());
    (has_address, if has_address || known > 1 { known } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(&["E-mail;First name", "ada@b.example;Ada"], Some(0))]
    #[case(&["Team list", "as of 1 March", "E-mail;First name;Last name", "ada@b.example;Ada;Holm"], Some(2))]
    #[case(&["Exported by;admin@b.example", "Name;E-mail", "Ada Holm;ada@b.example"], Some(1))]
    #[case(&["ada@b.example;Ada", "bo@b.example;Bo"], None)]
    #[case(&["Team list", "Wer;Wohin damit", "Ada;ada@b.example"], Some(1))]
    #[case(&["Wer;Wohin damit", "Team;", "Ada;ada@b.example"], Some(0))]
    #[case(&["Users", "mail", "ada@b.example"], Some(1))]
    #[case(&["email;title", "nobody;E-mail", "Title;email"], Some(0))]
    #[case(&[], None)]
    fn is_found_below_titles(#[case] rows: &[&str], #[case] expected: Option<usize>) {
        let cells = |row: &&str| row.split(';').map(str::to_owned).collect();
        let rows: Vec<HeadRow> = rows.iter().map(|row| HeadRow { line: 0, cells: cells(row) }).collect();
        assert_eq!(find(&rows), expected);
    }
}
