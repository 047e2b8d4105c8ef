//! The token endpoint: a code, or a refresh token, for tokens (RFC 6749, 4.1.3 and 6).

use super::{Failure, Refusal, post_form};
use crate::egress::Lookup;
use serde::{Deserialize, Deserializer};
use std::fmt;

/// Who Roster is at a provider.
#[derive(Clone)]
pub(crate) struct Client {
    pub id: String,
    /// May be empty: a public client.
    pub secret: String,
    /// The secret goes in the form, not in the header.
    pub secret_in_form: bool,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({})", self.id)
    }
}

/// What is given for tokens.
#[derive(Clone, Copy)]
pub(crate) enum Grant<'a> {
    /// What the browser has brought back.
    Code { code: &'a str, verifier: &'a str, redirect_uri: &'a str },
    /// What came with the tokens before.
    Refresh { token: &'a str, scope: &'a str },
}

/// What the provider gives. Its `Debug` shows none of it.
#[derive(Clone, Deserialize)]
pub(crate) struct TokenAnswer {
    pub access_token: String,
    /// Another one, or none: then the former goes on.
    pub refresh_token: Option<String>,
    pub id_token: Option<String>,
    /// Those granted, by spaces; none: those that were asked for.
    pub scope: Option<String>,
    /// In seconds; Microsoft's older endpoint writes it as text.
    #[serde(default, deserialize_with = "seconds")]
    pub expires_in: Option<i64>,
}

impl fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenAnswer(…)")
    }
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Seconds {
        Number(f64),
        Text(String),
    }
    let seconds: Option<Seconds> = Option::deserialize(deserializer)?;
    #[expect(clippy::cast_possible_truncation, reason = "a fraction of a second, or a date beyond all others")]
    Ok(seconds.and_then(|seconds| match seconds {
        Seconds::Number(number) => Some(number as i64),
        Seconds::Text(text) => text.trim().parse().ok(),
    }))
}

/// [`Failure::Refused`] where the provider says why not.
pub(crate) async fn request_token(
    lookup: &Lookup,
    endpoint: &str,
    client: &Client,
    grant: Grant<'_>,
) -> Result<TokenAnswer, Failure> {
    let mut fields = match grant {
        Grant::Code { code, verifier, redirect_uri } => vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("code_verifier", verifier),
            ("redirect_uri", redirect_uri),
        ],
        Grant::Refresh { token, scope } => {
            vec![("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)]
        }
    };
    fields.retain(|(_, value)| !value.is_empty());
    let in_header = !client.secret.is_empty() && !client.secret_in_form;
    if !in_header {
        fields.push(("client_id", &client.id));
        if !client.secret.is_empty() {
            fields.push(("client_secret", &client.secret));
        }
    }
    let basic = in_header.then_some((client.id.as_str(), client.secret.as_str()));
    let (status, body) = post_form(lookup, endpoint, &fields, basic).await?;
    if status == 200 {
        return serde_json::from_slice(&body).map_err(|_| Failure::Unreadable("the answer to the code".into()));
    }
    match serde_json::from_slice::<RefusalAnswer>(&body) {
        Ok(RefusalAnswer { error, suberror, error_description }) if !error.is_empty() => {
            Err(Failure::Refused(Refusal { error, suberror, description: error_description }))
        }
        _ => Err(Failure::Status(status)),
    }
}

#[derive(Deserialize)]
struct RefusalAnswer {
    #[serde(default)]
    error: String,
    #[serde(default)]
    suberror: String,
    #[serde(default)]
    error_description: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_read_as_numbers_and_as_text() {
        for (text, seconds) in [("3600", Some(3600)), ("\"3599\"", Some(3599)), ("null", None), ("\"soon\"", None)] {
            let answer: TokenAnswer =
                serde_json::from_str(&format!(r#"{{"access_token":"a","expires_in":{text}}}"#)).unwrap();
            assert_eq!(answer.expires_in, seconds, "{text}");
            assert_eq!(format!("{answer:?}"), "TokenAnswer(…)");
        }
    }
}
