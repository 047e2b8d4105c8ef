//! How the file is read: found out, and to be chosen otherwise where names or columns look wrong.

use super::start::explain;
use crate::forms::FormState;
use crate::state::texts;
use crate::ui::{Choice, Icon, SelectField};
use leptos::prelude::*;
use model::Texts;
use model::csv::CsvSeparator;
use model::imports::{ENCODINGS, FileProblem, Reading, ReadingView, StrayCells, encoding_label};

/// Part of the form of the columns, with a button of its own.
#[component]
pub(super) fn ReadingFields(view: ReadingView, form: FormState) -> impl IntoView {
    let t = texts();
    let ReadingView { now, head } = view;
    let header = now.header.unwrap_or_default().to_string();
    let mut rows =
        vec![Choice { value: Reading::NO_HEADER.to_string(), label: t.get("import.read.header_none").to_owned() }];
    rows.extend(head.into_iter().map(|row| Choice {
        value: row.line.to_string(),
        label: t.with("import.read.header_row", &[("line", &row.line.to_string()), ("text", &row.text)]),
    }));
    view! {
        <fieldset class="fieldset">
            <legend class="card-title">{t.get("import.read")}</legend>
            <p class="field-hint">{t.get("import.read.text")}</p>
            <SelectField name="header" label=t.get("import.read.header") choices=rows
                value=form.value("header", &header) problem=problem(form, "header")/>
            {now.encoding.map(|encoding| view! {
                <SelectField name="encoding" label=t.get("import.read.encoding") choices=encodings(t, &encoding)
                    value=form.value("encoding", &encoding) problem=problem(form, "encoding")/>
            })}
            {now.separator.map(|separator| view! {
                <SelectField name="separator" label=t.get("import.read.separator") choices=separators(t)
                    value=form.value("separator", separator.name()) problem=problem(form, "separator")/>
            })}
            <p><button class="btn" name="go" value="read">{t.get("import.read.again")}</button></p>
        </fieldset>
    }
}

/// Those on offer; first what was found, if it is none of them.
fn encodings(t: Texts, found: &str) -> Vec<Choice> {
    let others = ENCODINGS.into_iter().filter(|name| *name != found);
    let known = ENCODINGS.contains(&found).then_some(ENCODINGS.into_iter());
    let names: Vec<&str> = known.map_or_else(|| [found].into_iter().chain(others).collect(), Iterator::collect);
    let label = |name: &str| t.find(&encoding_label(name)).unwrap_or(name).to_owned();
    names.into_iter().map(|name| Choice { value: name.to_owned(), label: label(name) }).collect()
}

fn separators(t: Texts) -> Vec<Choice> {
    let label = |separator: CsvSeparator| t.get(&format!("import.read.separator.{}", separator.name())).to_owned();
    CsvSeparator::ALL.into_iter().map(|one| Choice { value: one.name().to_owned(), label: label(one) }).collect()
}

/// What is wrong with the choice, or with the file when it is read so: a broken quote is the separator's, what can't be
/// decoded the encoding's.
fn problem(form: FormState, field: &'static str) -> Signal<Option<String>> {
    let own = form.problem(field);
    Signal::derive(move || {
        let of_file = form.posted.with(|posted| posted.as_ref().and_then(|posted| posted.file.clone()));
        let of_file = of_file.filter(|problem| {
            let at = match problem.name.as_str() {
                "empty" => "header",
                "quote" | "too_many_columns" | "cell_too_long" => "separator",
                _ => "encoding",
            };
            at == field
        });
        own.get().or_else(|| of_file.map(|problem| words(texts(), &problem)))
    })
}

fn words(t: Texts, problem: &FileProblem) -> String {
    match (problem.name.as_str(), problem.line) {
        // Someone has just chosen the encoding: saving the file in another is not what helps.
        ("encoding", Some(line)) => t.with("import.read.undecodable", &[("line", &line.to_string())]),
        _ => explain(t, problem),
    }
}

/// What stands beyond the table, by its lines.
#[component]
pub(super) fn Stray(cells: StrayCells) -> impl IntoView {
    let t = texts();
    (cells.rows > 0).then(|| {
        let more = usize::try_from(cells.rows).is_ok_and(|rows| rows > cells.lines.len());
        let lines: Vec<String> = cells.lines.iter().map(ToString::to_string).collect();
        let lines = lines.join(", ") + if more { ", …" } else { "" };
        view! {
            <div class="notice notice--warn">
                <Icon name="alert"/>
                <div class="notice-body">
                    <p>{t.count_with("import.stray", cells.rows, &[("lines", &lines)])}</p>
                </div>
            </div>
        }
    })
}
