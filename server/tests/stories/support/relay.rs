//! A mail server whose pace and answers the story decides.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore};

#[derive(Clone)]
pub struct Relay {
    pub url: String,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    /// To whom, and the mail as it was sent; in the order of their coming.
    arrived: Mutex<Vec<(String, String)>>,
    changed: Notify,
    /// A permit for each mail that may be taken.
    pace: Option<Semaphore>,
    /// Says no with this; `{}` is the mail's link.
    refusal: Option<String>,
}

impl Relay {
    /// Takes each at once.
    pub async fn start() -> Self {
        Self::with(State::default()).await
    }

    /// Keeps each waiting until [`Relay::take`] lets it.
    pub async fn held() -> Self {
        Self::with(State { pace: Some(Semaphore::new(0)), ..State::default() }).await
    }

    /// Refuses each for good.
    pub async fn refusing(words: &str) -> Self {
        Self::with(State { refusal: Some(words.to_owned()), ..State::default() }).await
    }

    async fn with(state: State) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let state = Arc::new(state);
        let shared = state.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, shared.clone()));
            }
        });
        Self { url, state }
    }

    /// Takes so many of those that wait or come.
    pub fn take(&self, mails: usize) {
        self.state.pace.as_ref().unwrap().add_permits(mails);
    }

    /// To whom each that has arrived is, taken or not.
    pub fn recipients(&self) -> Vec<String> {
        self.state.arrived.lock().unwrap().iter().map(|(to, _)| to.clone()).collect()
    }

    /// Waits for so many to have arrived.
    pub async fn arrived(&self, mails: usize) {
        self.until(|arrived| arrived.len() >= mails).await;
    }

    /// Waits for a mail to this address whose link has this in it; answers the link.
    pub async fn link_to(&self, to: &str, part: &str) -> String {
        let fits = |(recipient, mail): &&(String, String)| recipient == to && link(mail).contains(part);
        self.until(|arrived| arrived.iter().any(|mail| fits(&mail))).await;
        link(&self.state.arrived.lock().unwrap().iter().rfind(fits).unwrap().1)
    }

    async fn until(&self, holds: impl Fn(&[(String, String)]) -> bool) {
        loop {
            let changed = self.state.changed.notified();
            if holds(&self.state.arrived.lock().unwrap()) {
                return;
            }
            changed.await;
        }
    }
}

async fn converse(stream: TcpStream, state: Arc<State>) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut to = String::new();
    write.write_all(b"220 relay\r\n").await.ok()?;
    while let Some(line) = lines.next_line().await.ok()? {
        let answer = match line.to_uppercase().split([' ', ':']).next()? {
            "QUIT" => "221 bye",
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                let mut mail = String::new();
                while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                    mail.push_str(&line);
                    mail.push_str("\r\n");
                }
                state.arrived.lock().unwrap().push((to.clone(), mail.clone()));
                state.changed.notify_waiters();
                if let Some(pace) = &state.pace {
                    pace.acquire().await.ok()?.forget();
                }
                let refusal = state.refusal.as_ref().map(|words| words.replace("{}", &link(&mail)));
                &refusal.map_or_else(|| "250 taken".to_owned(), |words| format!("550 {words}"))
            }
            "RCPT" => {
                to = line.split(['<', '>']).nth(1)?.to_owned();
                "250 yes"
            }
            _ => "250 yes",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
    }
    Some(())
}

/// The first link of a mail that is quoted-printable or plain.
fn link(mail: &str) -> String {
    let text = mail.replace("=\r\n", "").replace("=3D", "=");
    let found = text.split_whitespace().find(|word| word.starts_with("http://127.0.0.1"));
    found.expect("a link in the mail").to_owned()
}
