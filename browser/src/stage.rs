//! Starts what a test needs, `tribune demo` and chromedriver, each on a port of its own, and ends them with it.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::driver::{Scripts, Window};

/// The running programs.
pub struct Stage {
    /// Where the demo answers, without a final slash.
    pub url: String,
    port: u16,
    programs: Vec<Child>,
    folder: PathBuf,
}

impl Stage {
    /// Starts the binary named by `TRIBUNE`, else the one that `cargo build` left.
    pub fn set() -> Stage {
        let folder = std::env::temp_dir().join(format!("tribune-browser-{}-{}", std::process::id(), free_port()));
        std::fs::create_dir_all(&folder).expect("the folder for temporary files takes one more");
        let mut demo = Command::new(binary())
            .args(["demo", "--listen", "127.0.0.1:0", "--messages", "3000", "--data"])
            .arg(&folder)
            .stdout(Stdio::piped())
            .spawn()
            .expect("tribune starts; build it or name it in TRIBUNE");
        let shown = demo.stdout.take().expect("its output is ours");
        let first = BufReader::new(shown).lines().next().expect("tribune says where it listens").expect("in UTF-8");
        let url =
            first.strip_prefix("listening on ").expect("the first line says where").trim_end_matches('/').to_owned();
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut driver = driver.expect("chromedriver starts; Debian has it in chromium-driver");
        let said = BufReader::new(driver.stdout.take().expect("its output is ours"));
        let ready = said.lines().map_while(Result::ok).any(|line| line.contains("started successfully"));
        assert!(ready, "chromedriver did not start");
        Stage { url, port, programs: vec![driver, demo], folder }
    }

    pub fn window(&self, scripts: Scripts) -> Window {
        Window::open(self.port, scripts)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        for program in &mut self.programs {
            program.kill().and_then(|()| program.wait()).expect("what was started ends");
        }
        std::fs::remove_dir_all(&self.folder).expect("the folder goes");
    }
}

#[expect(clippy::disallowed_methods, reason = "a test is told which binary it tries")]
fn binary() -> PathBuf {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/release/tribune");
    std::env::var_os("TRIBUNE").map_or_else(beside, PathBuf::from)
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("it has an address").port()
}
