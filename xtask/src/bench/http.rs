//! A small HTTP client for loopback: one connection kept open, requests without a body or with a form.
// tidy(network): talks to the measured program on loopback only

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

/// One connection and what it sends along with each request.
pub(super) struct Client {
    address: String,
    headers: String,
    stream: Option<BufReader<TcpStream>>,
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value.as_str())
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Every string that stands under `"name":` in a JSON body.
    pub(super) fn strings(&self, name: &str) -> Vec<String> {
        let (text, mark) = (self.text(), format!("\"{name}\":\""));
        text.split(&mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    }
}

impl Client {
    /// `headers` end in a line break each.
    pub(super) fn new(address: &str, headers: &str) -> Client {
        Client { address: address.to_owned(), headers: headers.to_owned(), stream: None }
    }

    pub(super) fn get(&mut self, path: &str) -> Result<Answer, String> {
        self.send("GET", path, ("", ""))
    }

    pub(super) fn post(&mut self, path: &str, (media_type, body): (&str, &str)) -> Result<Answer, String> {
        self.send("POST", path, (media_type, body))
    }

    fn send(&mut self, method: &str, path: &str, (media_type, body): (&str, &str)) -> Result<Answer, String> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n{}", self.address, self.headers);
        if method == "POST" {
            head.push_str(&format!("content-type: {media_type}\r\ncontent-length: {}\r\n", body.len()));
        }
        let failed = |reason: std::io::Error| format!("{method} {path}: {reason}");
        let stream = match self.stream.take() {
            Some(stream) => stream,
            None => self.connect().map_err(failed)?,
        };
        let mut stream = stream;
        stream.get_mut().write_all(format!("{head}\r\n{body}").as_bytes()).map_err(failed)?;
        let answer = read(&mut stream).map_err(failed)?;
        if !answer.header("connection").eq_ignore_ascii_case("close") {
            self.stream = Some(stream);
        }
        Ok(answer)
    }

    fn connect(&self) -> std::io::Result<BufReader<TcpStream>> {
        let stream = TcpStream::connect(&self.address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(BufReader::new(stream))
    }
}

fn read(stream: &mut BufReader<TcpStream>) -> std::io::Result<Answer> {
    let odd = |what: &str| std::io::Error::other(format!("the answer has no {what}"));
    let mut line = String::new();
    stream.read_line(&mut line)?;
    // tidy(swallow): a status of another form is answered by the error
    let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(|| odd("status"))?;
    let mut headers = Vec::new();
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) => headers.push((name.to_owned(), value.trim().to_owned())),
            None => break,
        }
    }
    let mut answer = Answer { status, headers, body: Vec::new() };
    if answer.header("transfer-encoding").eq_ignore_ascii_case("chunked") {
        read_chunks(stream, &mut answer.body)?;
    } else {
        // tidy(swallow): an answer without a length has no body
        let length: u64 = answer.header("content-length").parse().unwrap_or(0);
        stream.take(length).read_to_end(&mut answer.body)?;
    }
    Ok(answer)
}

fn read_chunks(stream: &mut BufReader<TcpStream>, body: &mut Vec<u8>) -> std::io::Result<()> {
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let length = u64::from_str_radix(line.trim(), 16).map_err(std::io::Error::other)?;
        stream.take(length).read_to_end(body)?;
        line.clear();
        stream.read_line(&mut line)?;
        if length == 0 {
            return Ok(());
        }
    }
}
