//! Handing a mail to the mail server.

use super::email::Rendered;
use crate::keys::mailed_email;
use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

/// How long a mail server may take over one mail.
const TIMEOUT: Duration = Duration::from_secs(20);
/// No shorter end of a link is a secret, in characters.
const MIN_SECRET: usize = 32;

/// The mail server, and the sender that all mails have.
#[derive(Clone, Debug)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Why a mail server does not have a mail.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    /// Will never be taken: the address, or the server's settled "no" (RFC 5321, 4.2.1: 5yz).
    #[error("refused: {0}")]
    Refused(String),
    /// Away, or not now.
    #[error("not now: {0}")]
    Later(String),
}

impl MailerError {
    /// Some servers say what they refuse: a link's secret is for nobody's log.
    pub(super) fn without(self, link: &str) -> Self {
        let secret = link.rsplit('/').next().unwrap_or_default();
        // A path without one ends in a word.
        let hide = |text: String| if secret.len() < MIN_SECRET { text } else { text.replace(secret, "…") };
        match self {
            Self::Refused(text) => Self::Refused(hide(text)),
            Self::Later(text) => Self::Later(hide(text)),
        }
    }
}

impl Mailer {
    /// From `smtp://`, `smtps://` or `smtp+starttls` addresses, as lettre reads them, and a sender like
    /// `Roster <roster@example.com>`.
    pub fn new(url: &str, from: &str) -> Result<Self, MailerError> {
        let refused = |what: &str, error: String| MailerError::Refused(format!("{what}: {error}"));
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| refused("SMTP_URL", error.to_string()))?
            .timeout(Some(TIMEOUT))
            .build();
        let from =
            from.parse().map_err(|error: lettre::address::AddressError| refused("MAIL_FROM", error.to_string()))?;
        Ok(Self { transport, from })
    }

    /// Hands a mail over, as text and as HTML. The address's domain goes in ASCII: [`mailed_email`].
    pub async fn send(&self, to: &str, mail: Rendered) -> Result<(), MailerError> {
        let refused = |error: &dyn std::error::Error| MailerError::Refused(error.to_string());
        let message = message(self.from.clone(), to, mail)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            // Of ours: the server takes no such address (RFC 6531), whenever it is tried.
            Err(error) if error.is_permanent() || error.is_client() => Err(refused(&error)),
            Err(error) => Err(MailerError::Later(error.to_string())),
        }
    }
}

/// A mail as it travels (RFC 5322).
pub(super) fn message(from: Mailbox, to: &str, mail: Rendered) -> Result<Message, MailerError> {
    let refused = |error: &dyn std::error::Error| MailerError::Refused(error.to_string());
    let to =
        Mailbox::new(None, mailed_email(to).parse().map_err(|error: lettre::address::AddressError| refused(&error))?);
    Message::builder()
        .from(from)
        .to(to)
        .subject(mail.subject)
        .multipart(MultiPart::alternative_plain_html(mail.text, mail.html))
        .map_err(|error| refused(&error))
}
