//! Where in the package the sheet is, and what belongs to it.

use super::package::Package;
use super::xml::attribute;
use crate::read::ReadError;
use quick_xml::events::Event;

/// More relations than any workbook has; they are held in memory.
const RELATIONS: usize = 10_000;

pub(super) struct Book {
    /// The first sheet that isn't hidden; where all are, the first.
    pub sheet: String,
    pub strings: Option<String>,
    pub styles: Option<String>,
    /// Dates count from 1904, as they did on the Macintosh.
    pub is_1904: bool,
}

struct Relation {
    id: String,
    /// The last part of its type's address, which is the same in the strict and the transitional standard.
    kind: String,
    /// A path in the package.
    target: String,
}

pub(super) fn read_book(package: &mut Package) -> Result<Book, ReadError> {
    const ROOT: &str = "_rels/.rels";
    if !package.has(ROOT) {
        return Err(ReadError::NotATable);
    }
    let root = read_relations(package, ROOT, "")?;
    let path = target(&root, "officeDocument").ok_or(ReadError::NotATable)?;
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let relations = read_relations(package, &format!("{folder}/_rels/{name}.rels"), folder)?;
    let (sheet, is_1904) = read_workbook(package, &path, &relations)?;
    let existing = |kind| target(&relations, kind).filter(|path| package.has(path));
    Ok(Book { sheet, strings: existing("sharedStrings"), styles: existing("styles"), is_1904 })
}

fn target(relations: &[Relation], kind: &str) -> Option<String> {
    relations.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.clone())
}

fn read_relations(package: &mut Package, path: &str, folder: &str) -> Result<Vec<Relation>, ReadError> {
    let mut xml = package.part(path.trim_start_matches('/'))?;
    let mut relations = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let get = |name| attribute(&element, name).unwrap_or_default();
                let kind = get("Type").rsplit('/').next().unwrap_or_default().to_owned();
                let target = absolute(folder, &get("Target"));
                relations.push(Relation { id: get("Id").into_owned(), kind, target });
                if relations.len() > RELATIONS {
                    return Err(ReadError::Damaged);
                }
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

/// Relative to the folder unless it begins with a slash (ISO/IEC 29500-2, 6.4.3).
fn absolute(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." => {}
            step => path.push(step),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}

fn read_workbook(package: &mut Package, path: &str, relations: &[Relation]) -> Result<(String, bool), ReadError> {
    // XLSB, the binary sister.
    if std::path::Path::new(path).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("bin")) {
        return Err(ReadError::NotATable);
    }
    let mut xml = package.part(path)?;
    let (mut visible, mut hidden, mut is_1904) = (None, None, false);
    let mut is_workbook = false;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "workbook" => is_workbook = true,
                "workbookPr" => {
                    is_1904 |= attribute(&element, "date1904").is_some_and(|value| matches!(&*value, "1" | "true"));
                }
                "sheet" => {
                    let id = attribute(&element, "id");
                    // Charts and dialogs are sheets of another kind.
                    let sheet =
                        relations.iter().find(|found| id.as_deref() == Some(&found.id) && found.kind == "worksheet");
                    let is_hidden = attribute(&element, "state").is_some_and(|state| state != "visible");
                    let place = if is_hidden { &mut hidden } else { &mut visible };
                    *place = place.take().or(sheet.map(|sheet| sheet.target.clone()));
                }
                _ => {}
            },
            // A document or a presentation has the same package.
            Event::Eof if !is_workbook => return Err(ReadError::NotATable),
            Event::Eof => return visible.or(hidden).map(|sheet| (sheet, is_1904)).ok_or(ReadError::Empty),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::absolute;

    #[test]
    fn targets_are_relative_or_not() {
        assert_eq!(absolute("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(absolute("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(absolute("xl/a", "../b.xml"), "xl/b.xml");
        assert_eq!(absolute("", "../../xl/./workbook.xml"), "xl/workbook.xml");
    }
}
