//! Who Microsoft is as a provider: where it is, what its errors mean, and how it names people.

use crate::Settings;
use crate::connections::failure::Refused;
use crate::connections::service::{Identity, Provider};
use crate::oauth::{Client, Refusal};
use model::connections::ConnectionProblem;
use serde_json::Value;

/// Without the first there is no refresh token; the second tells whose mailbox it is.
pub(super) const MORE_SCOPES: &[&str] = &["offline_access", "User.Read"];
/// Where everyone finds what they have granted: those of organisations are led on from there.
const REVOKE_LINK: &str = "https://account.live.com/consent/Manage";

/// None where the operator has not registered Roster.
pub(super) fn provider(settings: &Settings) -> Option<Provider> {
    let outlook = settings.outlook.as_ref()?;
    let authority = &outlook.authority;
    // Consent of an administrator is asked for in an organisation: `common` is none.
    let organisation = authority.strip_suffix("/common").map(|host| format!("{host}/organizations"));
    Some(Provider {
        client: Client {
            id: outlook.client_id.clone(),
            secret: outlook.client_secret.clone(),
            // As Microsoft documents it.
            secret_in_form: true,
        },
        authorization_endpoint: format!("{authority}/oauth2/v2.0/authorize"),
        token_endpoint: format!("{authority}/oauth2/v2.0/token"),
        consent_endpoint: format!("{}/v2.0/adminconsent", organisation.as_ref().unwrap_or(authority)),
        revoke_link: REVOKE_LINK,
        api: outlook.graph.clone(),
    })
}

pub(super) fn identity_address(provider: &Provider) -> String {
    format!("{}/me?$select=id,displayName,mail,userPrincipalName", provider.api)
}

/// A person of an organisation may have no mailbox, and so no `mail`; then their name at sign-in stands for it.
pub(super) fn identity(answer: &Value) -> Option<Identity> {
    let text = |name: &str| answer.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    Some(Identity {
        subject: text("id")?.to_owned(),
        name: text("displayName").unwrap_or_default().to_owned(),
        email: text("mail").or(text("userPrincipalName")).unwrap_or_default().to_owned(),
    })
}

/// What an error of Microsoft's identity platform means: its `error`, its `suberror`, and the number with which its
/// description begins, where neither says enough.
pub(super) fn refused(refusal: &Refusal) -> Refused {
    use ConnectionProblem as Problem;
    let problem = match (refusal.error.as_str(), refusal.suberror.as_str(), number(&refusal.description)) {
        // 65001: nobody has agreed; 90093 to 90095: only an administrator may.
        ("consent_required", ..) | (_, "consent_required", _) | (_, _, Some(65001 | 90093..=90095)) => {
            Problem::ConsentNeeded
        }
        // 50020: of another organisation; 500200 and 500201: a personal account.
        (_, _, Some(50020 | 500_200 | 500_201)) => Problem::WrongAccount,
        ("unauthorized_client", ..) if refusal.description.contains("not enabled for consumers") => {
            Problem::WrongAccount
        }
        ("access_denied", ..) => Problem::Refused,
        ("interaction_required" | "login_required" | "account_selection_required", ..)
        | (_, "basic_action" | "additional_action" | "message_only" | "user_password_expired", _) => {
            Problem::SignInAgain
        }
        ("invalid_grant", ..) => Problem::Expired,
        ("temporarily_unavailable" | "server_error", ..) => Problem::Unavailable,
        _ => Problem::Misconfigured,
    };
    Refused {
        problem,
        ends_grant: refusal.error == "invalid_grant",
        secret: matches!(refusal.error.as_str(), "invalid_client"),
    }
}

/// `AADSTS65001: The user or administrator has not consented …`
fn number(description: &str) -> Option<u32> {
    let digits = description.split("AADSTS").nth(1)?;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused_as(error: &str, suberror: &str, description: &str) -> (ConnectionProblem, bool, bool) {
        let refusal = Refusal { error: error.into(), suberror: suberror.into(), description: description.into() };
        let Refused { problem, ends_grant, secret } = refused(&refusal);
        (problem, ends_grant, secret)
    }

    #[test]
    fn errors_mean_what_microsoft_documents() {
        use ConnectionProblem as P;
        let consent = "AADSTS65001: The user or administrator has not consented to use the application";
        for (error, suberror, description, expected) in [
            ("access_denied", "", "AADSTS65004: User declined to consent", (P::Refused, false, false)),
            ("consent_required", "", "", (P::ConsentNeeded, false, false)),
            ("invalid_grant", "consent_required", consent, (P::ConsentNeeded, true, false)),
            ("access_denied", "", "AADSTS90094: Admin consent is required", (P::ConsentNeeded, false, false)),
            ("interaction_required", "basic_action", "AADSTS50076: use multi-factor", (P::SignInAgain, false, false)),
            ("login_required", "", "", (P::SignInAgain, false, false)),
            ("invalid_grant", "bad_token", "AADSTS50173: The provided grant has expired", (P::Expired, true, false)),
            ("invalid_grant", "", "", (P::Expired, true, false)),
            ("invalid_client", "", "AADSTS7000222: secret keys are expired", (P::Misconfigured, false, true)),
            ("invalid_request", "", "AADSTS50020: User account does not exist", (P::WrongAccount, false, false)),
            ("unauthorized_client", "", "is not enabled for consumers", (P::WrongAccount, false, false)),
            ("unauthorized_client", "", "AADSTS700016: Application not found", (P::Misconfigured, false, false)),
            ("temporarily_unavailable", "", "", (P::Unavailable, false, false)),
            ("anything", "", "", (P::Misconfigured, false, false)),
        ] {
            assert_eq!(refused_as(error, suberror, description), expected, "{error} {suberror} {description}");
        }
    }

    #[test]
    fn people_are_named_by_what_there_is() {
        let read = |json: Value| identity(&json);
        assert_eq!(
            read(serde_json::json!({ "id": "1", "displayName": "Ana", "mail": null, "userPrincipalName": "a@b.c" })),
            Some(Identity { subject: "1".into(), name: "Ana".into(), email: "a@b.c".into() })
        );
        assert_eq!(read(serde_json::json!({ "displayName": "Ana" })), None);
    }
}
