//! A browser without scripts: it keeps cookies, follows redirects, reads what a person reads.

use reqwest::cookie::Jar;
use reqwest::header::HeaderName;
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, header};
use scraper::{Html, Selector};
use std::net::IpAddr;
use std::sync::Arc;

#[derive(Clone)]
pub struct Browser {
    client: Client,
    /// With the same cookies; it goes nowhere by itself.
    staying: Client,
    url: String,
}

/// A page as it arrived.
pub struct Page {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub body: String,
    path: String,
}

/// A form of a page: where it is posted to, and its controls as they come.
#[derive(Clone, Debug)]
pub struct FormOnPage {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

/// A form as it is about to be sent.
#[derive(Clone, Debug)]
pub struct Filled {
    pub action: String,
    pub pairs: Vec<(String, String)>,
}

impl Filled {
    /// The same with another value in this control, or these boxes ticked.
    #[must_use]
    pub fn with(mut self, name: &str, values: &[&str]) -> Self {
        self.pairs.retain(|(key, _)| key != name);
        self.pairs.extend(values.iter().map(|value| (name.to_owned(), (*value).to_owned())));
        self
    }

    /// The boxes that are ticked, or the one value.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Posted, as a page without a script does.
    pub async fn post(&self, browser: &Browser) -> Page {
        let pairs: Vec<(&str, &str)> = self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.post(&self.action, &pairs).await
    }

    /// Submitted, as a page with one does.
    pub async fn submit(&self, browser: &Browser) -> serde_json::Value {
        let input = serde_json::json!({ "path": self.action, "fields": self.pairs });
        let (status, answer) = browser.call("submit", &input).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer
    }
}

/// A file as it arrived.
pub struct Download {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Download {
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    /// Its rows, the header first, whichever format it has.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &self.bytes).unwrap();
        let mut rows = Vec::new();
        let each = |row: sheets::Row<'_>| {
            rows.push(row.cells.to_vec());
            Ok::<_, sheets::ReadError>(())
        };
        sheets::read(file.path(), &sheets::Limits::default(), each).unwrap();
        rows
    }
}

impl Browser {
    pub fn new(url: &str) -> Self {
        // The one implementation of TLS, which the client asks for though nothing here is encrypted.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let jar = Arc::new(Jar::default());
        let builder = || Client::builder().cookie_provider(jar.clone()).user_agent("Story/1");
        let client = builder().build().unwrap();
        let staying = builder().redirect(Policy::none()).build().unwrap();
        Self { client, staying, url: url.to_owned() }
    }

    /// One whose connections come from this address, and whose requests have these headers, as a proxy adds them.
    pub fn from_address(url: &str, address: IpAddr, headers: &[(&'static str, &str)]) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let headers = headers.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
        let client = Client::builder().cookie_store(true).user_agent("Story/1").local_address(address);
        let client = client.default_headers(headers.collect()).build().unwrap();
        Self { staying: client.clone(), client, url: url.to_owned() }
    }

    /// The same browser, with its cookies, at another server of the same Roster.
    #[must_use]
    pub fn at(&self, server: &super::TestApp) -> Self {
        Self { url: server.url.clone(), ..self.clone() }
    }

    pub async fn get(&self, path: &str) -> Page {
        Page::of(self.client.get(format!("{}{path}", self.url)).send().await.unwrap()).await
    }

    /// A whole address, such as another site's.
    pub async fn get_url(&self, url: &str) -> Page {
        Page::of(self.client.get(url).send().await.unwrap()).await
    }

    /// The answer itself, where it is a redirect.
    pub async fn stay(&self, path: &str) -> Page {
        Page::of(self.staying.get(format!("{}{path}", self.url)).send().await.unwrap()).await
    }

    pub async fn get_with(&self, path: &str, name: &str, value: &str) -> Page {
        Page::of(self.client.get(format!("{}{path}", self.url)).header(name, value).send().await.unwrap()).await
    }

    /// How an answer begins; the rest is not waited for.
    pub async fn status(&self, path: &str) -> StatusCode {
        self.client.get(format!("{}{path}", self.url)).send().await.unwrap().status()
    }

    /// Posts a form, as this server's own page would.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.post_from(&self.url.clone(), path, fields).await
    }

    /// A file, byte for byte.
    pub async fn download(&self, path: &str) -> Download {
        let response = self.client.get(format!("{}{path}", self.url)).send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        Download { status, headers, bytes: response.bytes().await.unwrap().to_vec() }
    }

    /// Posts a form with a file, as this server's own page would.
    pub async fn upload(&self, path: &str, name: &str, bytes: &[u8]) -> Page {
        self.upload_with(path, ("file", name, bytes), &[], "text/html").await
    }

    /// The same, with the control's name, other fields, and what is to be answered.
    pub async fn upload_with(
        &self,
        path: &str,
        (control, name, bytes): (&str, &str, &[u8]),
        fields: &[(&str, &str)],
        accept: &str,
    ) -> Page {
        const BOUNDARY: &str = "a-line-that-is-in-no-file";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{control}\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let request = self.client.post(format!("{}{path}", self.url)).header(header::ORIGIN, &self.url);
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = request.header(header::CONTENT_TYPE, kind).header(header::ACCEPT, accept);
        Page::of(request.body(body).send().await.unwrap()).await
    }

    pub async fn post_from(&self, origin: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let request = self.client.post(format!("{}{path}", self.url)).header(header::ORIGIN, origin);
        Page::of(request.form(fields).send().await.unwrap()).await
    }

    /// Calls a server function, as a script of a page does.
    pub async fn call(&self, function: &str, input: &serde_json::Value) -> (StatusCode, serde_json::Value) {
        let request = self.client.post(format!("{}/fn/{function}", self.url)).header(header::ORIGIN, &self.url);
        let answer = request.json(input).send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(serde_json::Value::String(text)))
    }
}

impl Browser {
    /// Calls a server function, and takes what it answers in this form: status, type and body.
    pub async fn call_for(&self, accept: &str, function: &str, input: &serde_json::Value) -> (u16, String, Vec<u8>) {
        let request = self.client.post(format!("{}/fn/{function}", self.url)).header(header::ORIGIN, &self.url);
        let answer = request.header(header::ACCEPT, accept).json(input).send().await.unwrap();
        let (status, named) =
            (answer.status().as_u16(), answer.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned());
        (status, named, answer.bytes().await.unwrap().to_vec())
    }

    /// Calls a server function with whatever body.
    pub async fn call_raw(&self, function: &str, content_type: &str, body: &[u8]) -> (StatusCode, String) {
        let request = self.client.post(format!("{}/fn/{function}", self.url)).header(header::ORIGIN, &self.url);
        let answer = request.header(header::CONTENT_TYPE, content_type).body(body.to_vec()).send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    }
}

/// What is written for a script to fill menus and questions with is nothing that the page shows.
fn without_templates(body: &str) -> String {
    let mut parts = body.split("<template");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    shown.extend(parts.map(|part| part.split_once("</template>").map_or("", |(_, rest)| rest)));
    shown
}

impl Page {
    async fn of(response: Response) -> Self {
        let url = response.url().clone();
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        Self {
            status: response.status(),
            headers: response.headers().clone(),
            path,
            body: without_templates(&response.text().await.unwrap()),
        }
    }

    /// Where the redirects ended.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// A value of the address's query.
    pub fn query(&self, name: &str) -> String {
        let (_, query) = self.path.split_once('?').unwrap_or_default();
        let value = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name);
        value.map(|(_, value)| value.to_owned()).unwrap_or_default()
    }

    fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    /// The text of the page's body, its white space folded.
    pub fn text(&self) -> String {
        // Without what is written for the script.
        let text = self.all("body").join(" ");
        text.split("__RESOLVED_RESOURCES").next().unwrap_or_default().to_owned()
    }

    /// The text of each element that a CSS selector finds.
    pub fn all(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.html().select(&selector).map(|element| words(element.text().collect())).collect()
    }

    /// Its forms that are posted.
    pub fn forms(&self) -> Vec<FormOnPage> {
        let (form, control) = (Selector::parse("form[method=post]").unwrap(), Selector::parse("[name]").unwrap());
        let html = self.html();
        let value = |control: scraper::ElementRef<'_>| {
            let option = Selector::parse("option[selected], option").unwrap();
            let chosen = control.select(&option).next().and_then(|option| option.value().attr("value"));
            chosen.or(control.value().attr("value")).unwrap_or_default().to_owned()
        };
        html.select(&form)
            .map(|form| FormOnPage {
                action: form.value().attr("action").filter(|to| !to.is_empty()).unwrap_or(&self.path).to_owned(),
                fields: form
                    .select(&control)
                    .map(|control| (control.value().attr("name").unwrap_or_default().to_owned(), value(control)))
                    .collect(),
            })
            .collect()
    }

    /// What a browser sends of the form that has this control, if nothing in it is touched.
    pub fn filled(&self, control: &str) -> Filled {
        let (form, controls) = (Selector::parse("form").unwrap(), Selector::parse("input, select, textarea").unwrap());
        let option = Selector::parse("option[selected]").unwrap();
        let html = self.html();
        let has = |form: &scraper::ElementRef<'_>| {
            form.select(&controls).any(|one| one.value().attr("name") == Some(control))
        };
        let form = html.select(&form).find(has).unwrap_or_else(|| panic!("no form with {control}: {}", self.text()));
        let sent = |one: scraper::ElementRef<'_>| {
            let element = one.value();
            let picked =
                !matches!(element.attr("type"), Some("checkbox" | "radio")) || element.attr("checked").is_some();
            let name = element.attr("name").filter(|_| picked && element.attr("disabled").is_none())?;
            let value = match element.name() {
                "select" => one.select(&option).next().and_then(|option| option.value().attr("value")),
                _ => element.attr("value"),
            };
            let text = (element.name() == "textarea").then(|| one.text().collect::<String>());
            Some((name.to_owned(), text.unwrap_or_else(|| value.unwrap_or_default().to_owned())))
        };
        Filled {
            action: form.value().attr("action").filter(|to| !to.is_empty()).unwrap_or(&self.path).to_owned(),
            pairs: form.select(&controls).filter_map(sent).collect(),
        }
    }

    pub fn shows(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// What is wrong with a field, as it stands beside it; nothing if nothing is.
    pub fn problem(&self, field: &str) -> Option<String> {
        self.all(&format!("#{field}-error .field-error")).pop()
    }

    /// What is wrong with the form as a whole.
    pub fn form_problem(&self) -> Option<String> {
        self.all(".form-errors").pop()
    }

    /// An attribute of the first element that a selector finds.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let selector = Selector::parse(selector).unwrap();
        self.html().select(&selector).next()?.value().attr(name).map(str::to_owned)
    }

    /// An attribute of each element that a selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        self.html().select(&selector).filter_map(|element| element.value().attr(name).map(str::to_owned)).collect()
    }

    /// The value that a control comes with.
    pub fn value(&self, name: &str) -> Option<String> {
        self.attribute(&format!("[name={name}]"), "value")
    }
}
