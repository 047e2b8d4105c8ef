//! What a call says, as the fields that forms have: both are parsed by the same rules.

use super::problem::Problem;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Uri, header};
use model::{FieldErrors, Fields, Problem as FieldProblem};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use std::fmt;

/// The JSON object of the body, of which only these fields are taken; none is as good as an empty one.
pub(super) async fn body(request: Request, known: &[&str]) -> Result<Fields, Problem> {
    let (parts, body) = request.into_parts();
    let bytes = read(body).await?;
    if bytes.is_empty() {
        return Ok(Fields::default());
    }
    if !is_json(&parts.headers) {
        return Err(Problem::UNSUPPORTED_MEDIA_TYPE);
    }
    let Object(members) = serde_json::from_slice(&bytes).map_err(|_| Problem::BAD_REQUEST)?;
    let (mut fields, mut errors) = (Fields::default(), FieldErrors::default());
    for (at, (name, value)) in members.iter().enumerate() {
        let is_repeated = members[..at].iter().any(|(earlier, _)| earlier == name);
        match texts(value) {
            _ if !known.contains(&name.as_str()) => errors.add(name, FieldProblem::UnknownField),
            Some(texts) if !is_repeated => fields = texts.into_iter().fold(fields, |all, text| all.with(name, text)),
            _ => errors.add(name, FieldProblem::Malformed),
        }
    }
    errors.into_result()?;
    Ok(fields)
}

/// The fields of the address, of which only these are taken.
pub(super) fn query(uri: &Uri, known: &[&str]) -> Result<Fields, Problem> {
    let pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let pairs: Vec<(String, String)> = pairs.into_owned().collect();
    let mut errors = FieldErrors::default();
    for (name, _) in pairs.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
        errors.add(name, FieldProblem::UnknownField);
    }
    errors.into_result()?;
    Ok(Fields::new(pairs))
}

/// `limit`: how much of a list is wanted.
pub(super) fn limit(fields: &Fields, usual: u32, max: u32) -> Result<u32, Problem> {
    if !fields.has("limit") {
        return Ok(usual);
    }
    let number = fields.get("limit").parse().ok().filter(|number| (1..=max).contains(number));
    let range = FieldProblem::OutOfRange { min: 1, max: usize::try_from(max).unwrap_or(usize::MAX) };
    number.ok_or_else(|| FieldErrors::one("limit", range).into())
}

/// How long it is has been looked at before; one that breaks off is answered there.
async fn read(body: Body) -> Result<Vec<u8>, Problem> {
    to_bytes(body, super::MAX_BODY_BYTES).await.map(Into::into).map_err(|_| Problem::BAD_REQUEST)
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

/// What a form would send; none where no form can.
fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Null => Some(Vec::new()),
        Value::Array(values) => {
            let one = |value: &Value| value.as_str().map(str::to_owned);
            values.iter().map(one).collect()
        }
        Value::String(text) => Some(vec![text.clone()]),
        Value::Number(number) => Some(vec![number.to_string()]),
        Value::Bool(_) | Value::Object(_) => None,
    }
}

/// A JSON object with every member it has, also those of the same name: which one counts must not depend on who reads.
struct Object(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Object(members))
            }
        }

        deserializer.deserialize_map(Members)
    }
}
