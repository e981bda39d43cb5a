//! The few commands of the WebDriver protocol that the tests need, over plain HTTP to chromedriver.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long an element or an address may take to appear.
const PATIENCE: Duration = Duration::from_secs(10);
/// The protocol's name for an element's key.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Whether the browser runs scripts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    On,
    Off,
}

/// One open window.
pub struct Window {
    port: u16,
    session: String,
}

/// One element of the page that is shown.
#[derive(Clone)]
pub struct Element(String);

impl Window {
    /// Opens a window of 1280 × 900.
    pub fn open(port: u16, scripts: Scripts) -> Window {
        let arguments =
            ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900"];
        let mut chrome = json!({ "args": arguments });
        if scripts == Scripts::Off {
            chrome["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
        }
        let wanted =
            json!({ "capabilities": { "alwaysMatch": { "browserName": "chrome", "goog:chromeOptions": chrome } } });
        let answer = send(port, "POST", "/session", &wanted);
        let session = answer["sessionId"].as_str().unwrap_or_else(|| panic!("no session: {answer}"));
        Window { port, session: session.to_owned() }
    }

    pub fn go(&self, url: &str) {
        self.post("url", &json!({ "url": url }));
    }

    pub fn url(&self) -> String {
        self.get("url").as_str().unwrap_or_default().to_owned()
    }

    pub fn source(&self) -> String {
        self.get("source").as_str().unwrap_or_default().to_owned()
    }

    /// Shows pages as somebody who asked for `dark` or `light` gets them.
    pub fn prefer(&self, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        let parameters = json!({ "features": features });
        self.post("goog/cdp/execute", &json!({ "cmd": "Emulation.setEmulatedMedia", "params": parameters }));
    }

    /// The elements that match, which may be none.
    pub fn all(&self, css: &str) -> Vec<Element> {
        let found = self.post("elements", &json!({ "using": "css selector", "value": css }));
        let list = found.as_array().cloned().unwrap_or_default();
        list.iter().filter_map(|element| element[ELEMENT].as_str()).map(|id| Element(id.to_owned())).collect()
    }

    /// The first element that matches, once there is one.
    pub fn one(&self, css: &str) -> Element {
        self.wait(css, || self.all(css).into_iter().next())
    }

    /// Waits until the page's address holds `part`.
    pub fn arrive(&self, part: &str) {
        self.wait(part, || self.url().contains(part).then_some(()));
    }

    /// Asks again until there is an answer.
    pub fn wait<T>(&self, what: &str, ask: impl Fn() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(answer) = ask() {
                return answer;
            }
            assert!(start.elapsed() < PATIENCE, "`{what}` did not appear on {}:\n{}", self.url(), self.source());
            std::thread::yield_now();
        }
    }

    pub fn click(&self, element: &Element) {
        self.post(&format!("element/{}/click", element.0), &json!({}));
    }

    pub fn write(&self, element: &Element, text: &str) {
        self.post(&format!("element/{}/value", element.0), &json!({ "text": text }));
    }

    pub fn text(&self, element: &Element) -> String {
        self.get(&format!("element/{}/text", element.0)).as_str().unwrap_or_default().to_owned()
    }

    pub fn attribute(&self, element: &Element, name: &str) -> String {
        self.get(&format!("element/{}/property/{name}", element.0)).as_str().unwrap_or_default().to_owned()
    }

    /// Presses one key on what has the focus.
    pub fn press(&self, key: char) {
        let key = key.to_string();
        let actions = json!([{ "type": "keyDown", "value": key }, { "type": "keyUp", "value": key }]);
        self.post("actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }));
    }

    /// Runs a script that hands its answer to its last argument.
    pub fn run_async(&self, script: &str) -> Value {
        self.post("execute/async", &json!({ "script": script, "args": [] }))
    }

    /// Runs a script and gives what it returns.
    pub fn run(&self, script: &str) -> Value {
        self.post("execute/sync", &json!({ "script": script, "args": [] }))
    }

    fn post(&self, command: &str, body: &Value) -> Value {
        send(self.port, "POST", &format!("/session/{}/{command}", self.session), body)
    }

    fn get(&self, command: &str) -> Value {
        send(self.port, "GET", &format!("/session/{}/{command}", self.session), &Value::Null)
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        send(self.port, "DELETE", &format!("/session/{}", self.session), &Value::Null);
    }
}

/// One request; the `value` of the answer. An error of the browser ends the test with its message.
fn send(port: u16, method: &str, path: &str, body: &Value) -> Value {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let mut line = TcpStream::connect(("127.0.0.1", port)).expect("chromedriver listens");
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    line.write_all(head.as_bytes()).and_then(|()| line.write_all(body.as_bytes())).expect("chromedriver reads");
    let (status, answer) = read_answer(&mut line);
    let mut answer: Value = serde_json::from_str(&answer).expect("chromedriver answers in JSON");
    assert!(status == 200, "{method} {path}: {}", answer["value"]["message"].as_str().unwrap_or("refused"));
    answer["value"].take()
}

/// Status and body of an answer that ends with the connection or after its length.
fn read_answer(line: &mut TcpStream) -> (u16, String) {
    let (mut bytes, mut part) = (Vec::new(), [0; 16 << 10]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, _)) = text.split_once("\r\n\r\n") {
            let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status line");
            let length = head.lines().find_map(|field| {
                field.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse::<usize>().ok()
            });
            let body_from = head.len() + 4;
            if length.is_some_and(|length| bytes.len() >= body_from + length) {
                return (status, String::from_utf8_lossy(&bytes[body_from..]).into_owned());
            }
        }
        let read = line.read(&mut part).expect("chromedriver answers");
        assert!(read > 0, "chromedriver closed the line early");
        bytes.extend_from_slice(&part[..read]);
    }
}
