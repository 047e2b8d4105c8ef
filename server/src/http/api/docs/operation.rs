//! One call.

use super::prose::prose;
use super::schema;
use leptos::prelude::*;
use model::Texts;
use serde_json::Value;

/// What the document says of it.
pub(super) struct Operation {
    pub id: String,
    pub tag: String,
    pub summary: String,
    method: &'static str,
    path: String,
    said: Value,
}

impl Operation {
    /// All of them, by their addresses.
    pub(super) fn all(document: &Value) -> Vec<Self> {
        let paths = document["paths"].as_object().into_iter().flatten();
        let all = paths.flat_map(|(path, operations)| {
            ["get", "post", "put", "patch", "delete"].into_iter().filter_map(move |method| {
                let said = operations.get(method)?.clone();
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                Some(Self {
                    id: text(&said["operationId"]),
                    tag: text(&said["tags"][0]),
                    summary: text(&said["summary"]),
                    method,
                    path: path.clone(),
                    said,
                })
            })
        });
        all.collect()
    }

    pub(super) fn view(&self, t: Texts, document: &Value) -> impl IntoView + use<> {
        let method = self.method.to_uppercase();
        let about = self.said["description"].as_str().map(|text| view! { <p class="card-text">{prose(text)}</p> });
        view! {
            <article class="card" aria-labelledby=self.id.clone()>
                <header class="card-head">
                    <h3 class="card-title" id=self.id.clone()>{self.summary.clone()}</h3>
                    <p class="row"><span class="badge">{method}</span><code class="mono wrap-anywhere">{self.path.clone()}</code></p>
                    {about}
                    <p class="muted">{self.scopes(t)}</p>
                </header>
                <div class="card-body stack">
                    {self.parameters(t)}
                    {self.body(t)}
                    {self.answers(t, document)}
                    {self.example(t)}
                    {self.trial(t)}
                </div>
            </article>
        }
    }

    fn scopes(&self, t: Texts) -> String {
        let scopes: Vec<&str> =
            self.said["security"][0]["bearer"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        match scopes[..] {
            [] => t.get("api_docs.any_scope").to_owned(),
            _ => t.with("api_docs.scope", &[("scope", &scopes.join(", "))]),
        }
    }

    fn parameters(&self, t: Texts) -> AnyView {
        let all: Vec<Value> = self.said["parameters"].as_array().cloned().unwrap_or_default();
        if all.is_empty() {
            return ().into_any();
        }
        let rows = all.into_iter().map(|one| {
            let name = one["name"].as_str().unwrap_or_default().to_owned();
            let place = one["in"].as_str().unwrap_or_default().to_owned();
            let about = one["description"].as_str().unwrap_or_default().to_owned();
            let required = (one["required"] == true).then(|| t.get("api_docs.required"));
            view! {
                <tr>
                    <th scope="row"><code class="mono">{name}</code></th>
                    <td>{place} " " {required}</td>
                    <td>{prose(&about)}</td>
                </tr>
            }
        });
        view! {
            <div class="api-docs-table"><table class="table">
                <caption class="api-docs-caption" lang=t.language.tag()>{t.get("api_docs.parameters")}</caption>
                <tbody>{rows.collect_view()}</tbody>
            </table></div>
        }
        .into_any()
    }

    fn body(&self, t: Texts) -> AnyView {
        let Some((kind, content)) = self.said["requestBody"]["content"].as_object().and_then(|all| all.iter().next())
        else {
            return ().into_any();
        };
        let of = schema::named(&content["schema"]).map(|name| schema::link(&name));
        view! { <p><span lang=t.language.tag()>{t.get("api_docs.body")}</span> " " <code class="mono">{kind.clone()}</code> " " {of}</p> }
            .into_any()
    }

    fn answers(&self, t: Texts, document: &Value) -> impl IntoView + use<> {
        let all = self.said["responses"].as_object().cloned().unwrap_or_default();
        let rows = all.into_iter().map(|(status, response)| {
            let named = response["$ref"].as_str().and_then(|path| path.rsplit('/').next()).map(str::to_owned);
            let response = named.map_or(response, |name| document["components"]["responses"][&name].clone());
            let about = response["description"].as_str().unwrap_or_default().to_owned();
            let content = response["content"].as_object().and_then(|all| all.values().next().cloned());
            let of = content.and_then(|content| schema::named(&content["schema"])).map(|name| schema::link(&name));
            view! { <tr><th scope="row"><code class="mono">{status}</code></th><td>{prose(&about)}</td><td>{of}</td></tr> }
        });
        view! {
            <div class="api-docs-table"><table class="table">
                <caption class="api-docs-caption" lang=t.language.tag()>{t.get("api_docs.answers")}</caption>
                <tbody>{rows.collect_view()}</tbody>
            </table></div>
        }
    }

    /// With the examples of its parameters.
    fn example(&self, t: Texts) -> impl IntoView + use<> {
        let mut line = format!("curl -H \"Authorization: Bearer $ROSTER_TOKEN\" \"$ROSTER{}\"", self.filled());
        if self.method != "get" {
            line = format!("{line} -X {}", self.method.to_uppercase());
        }
        view! {
            <p class="api-docs-caption" lang=t.language.tag()>{t.get("api_docs.example")}</p>
            <pre class="code-block"><code>{line}</code></pre>
        }
    }

    fn filled(&self) -> String {
        let all = self.said["parameters"].as_array().cloned().unwrap_or_default();
        all.iter().filter(|one| one["in"] == "path").fold(self.path.clone(), |path, one| {
            let name = format!("{{{}}}", one["name"].as_str().unwrap_or_default());
            path.replace(&name, one["example"].as_str().unwrap_or("acme"))
        })
    }

    /// Hidden until the script has come, which fills it in.
    fn trial(&self, t: Texts) -> impl IntoView + use<> {
        let id = format!("try-{}", self.id);
        let (address, body, answer) = (format!("{id}-address"), format!("{id}-body"), format!("{id}-answer"));
        let takes_body = self.said["requestBody"]["content"]["application/json"].is_object();
        let body = takes_body.then(|| {
            view! {
                <div class="field">
                    <label class="field-label" for=body.clone()>{t.get("api_docs.body")}</label>
                    <textarea class="input textarea mono" id=body name="body" rows="4">"{}"</textarea>
                </div>
            }
        });
        view! {
            <details class="api-docs-try" hidden lang=t.language.tag()>
                <summary>{t.get("api_docs.try")}</summary>
                <form class="stack" data-try=self.method.to_uppercase()>
                    <div class="field">
                        <label class="field-label" for=address.clone()>{t.get("api_docs.address")}</label>
                        <input class="input mono" id=address name="path" value=self.filled() spellcheck="false"/>
                    </div>
                    {body}
                    <p class="row"><button class="btn btn--primary">{t.get("api_docs.send")}</button></p>
                    <pre class="code-block" id=answer aria-live="polite" tabindex="0" hidden></pre>
                </form>
            </details>
        }
    }
}
