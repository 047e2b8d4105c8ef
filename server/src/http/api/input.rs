//! What a call says, as the fields that forms have: both are parsed by the same rules.

use super::problem::Problem;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Uri, header};
use domain::Context;
use model::permissions::Permission;
use model::{FieldErrors, Fields, Problem as FieldProblem};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use std::fmt;
use std::str::FromStr;
use utoipa::{IntoParams, ToSchema};

/// The JSON object of a body, as forms have it.
#[derive(Debug, Default)]
pub(super) struct Input {
    /// Null and an empty text are the same: nothing.
    pub fields: Fields,
    sent: Vec<String>,
}

impl Input {
    /// Whether the body has the member, whatever its value.
    pub fn has(&self, name: &str) -> bool {
        self.sent.iter().any(|sent| sent == name)
    }

    /// Of a list of ids. None where the body does not have the member.
    pub fn ids<T: FromStr>(&self, name: &str, errors: &mut FieldErrors) -> Option<Vec<T>> {
        let read = |text: &str| text.parse().map_err(|_| FieldProblem::NotAChoice);
        let ids = || self.fields.all(name).map(read).collect::<Result<Vec<T>, _>>();
        self.has(name).then(|| errors.take(name, ids())).flatten()
    }

    /// What was sent, and for all else what is saved: of each control the member of the body that it is sent by.
    pub fn over(&self, sent: &Fields, saved: &Fields, names: &[(&str, &str)]) -> Fields {
        names.iter().fold(Fields::default(), |fields, (name, member)| {
            let from = if self.has(member) { sent } else { saved };
            from.all(name).fold(fields, |fields, value| fields.with(name, value))
        })
    }

    /// Of a member that is true or false. None where the body does not have it.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.has(name).then(|| self.fields.ticked(name))
    }
}

/// The JSON object of the body, of which only the properties of `T`'s schema are taken, each of its type; no body is as
/// good as an empty object. So what the API says of itself is what it takes.
pub(super) async fn body<T: ToSchema>(request: Request) -> Result<Input, Problem> {
    let (parts, body) = request.into_parts();
    let bytes = read(body).await?;
    if bytes.is_empty() {
        return Ok(Input::default());
    }
    if !is_json(&parts.headers) {
        return Err(Problem::UNSUPPORTED_MEDIA_TYPE);
    }
    let Object(members) = serde_json::from_slice(&bytes).map_err(|_| Problem::BAD_REQUEST)?;
    let schema = serde_json::to_value(T::schema()).map_err(|_| Problem::INTERNAL)?;
    let (mut input, mut errors) = (Input::default(), FieldErrors::default());
    for (name, value) in &members {
        let texts = schema["properties"].get(name).map(|property| texts(property, value));
        match texts {
            None => errors.add(name, FieldProblem::UnknownField),
            Some(Some(texts)) if !input.has(name) => {
                input.fields = texts.into_iter().fold(input.fields, |all, text| all.with(name, text));
                input.sent.push(name.clone());
            }
            Some(_) => errors.add(name, FieldProblem::Malformed),
        }
    }
    errors.into_result()?;
    Ok(input)
}

/// The fields of the address, of which only those of `T` are taken, each once.
pub(super) fn query<T: IntoParams>(uri: &Uri) -> Result<Fields, Problem> {
    let pairs: Vec<(String, String)> =
        url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let known: Vec<String> = T::into_params(|| None).into_iter().map(|parameter| parameter.name).collect();
    let mut errors = FieldErrors::default();
    for (at, (name, value)) in pairs.iter().enumerate() {
        if !known.contains(name) {
            errors.add(name, FieldProblem::UnknownField);
        } else if value.contains('\0') || pairs[..at].iter().any(|(earlier, _)| earlier == name) {
            errors.add(name, FieldProblem::Malformed);
        }
    }
    errors.into_result()?;
    Ok(Fields::new(pairs))
}

/// What was read of a call that its verb authorises. Who may not make it is told so before what is wrong with it.
pub(super) async fn authorised<T>(
    ctx: &Context,
    slug: &str,
    permission: Permission,
    read: Result<T, Problem>,
) -> Result<T, Problem> {
    if read.is_err() {
        ctx.require(slug, permission).await?;
    }
    read
}

/// What [`query`] has read, for what asks for each field by its name.
pub(super) fn given(fields: &Fields) -> impl Fn(&str) -> Option<String> {
    |name| fields.has(name).then(|| fields.get(name).to_owned())
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

/// What a form would send; none where the value is not of the property's type.
fn texts(property: &Value, value: &Value) -> Option<Vec<String>> {
    let is_type = |name: &str| match &property["type"] {
        Value::String(one) => one == name,
        Value::Array(several) => several.iter().any(|one| one == name),
        // A reference, to the values of a text.
        _ => name == "string",
    };
    let text = |value: &Value| value.as_str().filter(|text| !text.contains('\0')).map(str::to_owned);
    match value {
        Value::Null if is_type("null") => Some(vec![String::new()]),
        Value::Array(values) if is_type("array") => values.iter().map(text).collect(),
        Value::String(_) if is_type("string") => text(value).map(|text| vec![text]),
        Value::Number(number) if is_type("integer") && !number.is_f64() => Some(vec![number.to_string()]),
        Value::Bool(flag) if is_type("boolean") => Some(vec![flag.to_string()]),
        _ => None,
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
