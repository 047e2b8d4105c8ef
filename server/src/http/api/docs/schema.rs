//! What is taken and answered.

use super::prose::prose;
use leptos::prelude::*;
use model::Texts;
use serde_json::Value;

/// The name of the schema that is meant.
pub(super) fn named(schema: &Value) -> Option<String> {
    let path = schema["$ref"].as_str().or_else(|| schema["items"]["$ref"].as_str());
    let other = || schema["oneOf"].as_array().into_iter().flatten().find_map(|one| one["$ref"].as_str());
    path.or_else(other).and_then(|path| path.rsplit('/').next()).map(str::to_owned)
}

/// Leads to where it is explained.
pub(super) fn link(name: &str) -> impl IntoView + use<> {
    view! { <a href=format!("#schema-{name}")><code class="mono">{name.to_owned()}</code></a> }
}

/// Each of them, by name.
pub(super) fn all(t: Texts, document: &Value) -> impl IntoView + use<> {
    let all = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
    all.into_iter().map(|(name, schema)| one(t, &name, &schema)).collect_view()
}

fn one(t: Texts, name: &str, schema: &Value) -> impl IntoView + use<> {
    let about = schema["description"].as_str().map(|text| view! { <p class="card-text">{prose(text)}</p> });
    let required: Vec<String> =
        schema["required"].as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect();
    let members = schema["properties"].as_object().cloned().unwrap_or_default();
    // All members of an answer are always there: only what is taken has some that can be left out.
    let says_required = name.ends_with("Input");
    let rows = members.into_iter().map(|(member, property)| {
        let needed = (says_required && required.contains(&member)).then(|| t.get("api_docs.required"));
        let about = property["description"].as_str().unwrap_or_default().to_owned();
        let of = named(&property).map(|name| link(&name));
        view! {
            <tr>
                <th scope="row"><code class="mono">{member}</code></th>
                <td>{kind(&property)} " " {of} " " {needed}</td>
                <td>{prose(&about)}</td>
            </tr>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    let table = (!rows.is_empty()).then(|| {
        view! { <div class="card-body api-docs-table"><table class="table"><tbody>{rows}</tbody></table></div> }
    });
    view! {
        <article class="card" id=format!("schema-{name}") lang="en">
            <header class="card-head"><h3 class="card-title mono">{name.to_owned()}</h3>{about}</header>
            {table}
        </article>
    }
}

/// `string`, `string or null`, `array`.
fn kind(property: &Value) -> String {
    match &property["type"] {
        Value::String(one) => one.clone(),
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        _ if property["oneOf"].is_array() => "null or".to_owned(),
        _ => String::new(),
    }
}
