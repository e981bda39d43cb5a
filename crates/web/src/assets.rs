//! The stylesheet, the script and the mark, under addresses that change with their content.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::fault::Fault;

struct Asset {
    name: String,
    media_type: &'static str,
    content: Vec<u8>,
}

/// Names hold a hash of the content, so that browsers may keep each for ever.
fn asset(stem: &str, ending: &str, media_type: &'static str, content: Vec<u8>) -> Asset {
    let digest = Sha256::digest(&content);
    let hash: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    Asset { name: format!("{stem}-{hash}.{ending}"), media_type, content }
}

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let charts = format!(
        ":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}:root[data-theme=light]{{{light}}}:root[data-theme=dark]{{{dark}}}",
        light = paper::chart::LIGHT,
        dark = paper::chart::DARK,
    );
    let own = include_str!("../assets/tribune.css");
    let parts = [&charts, paper::chart::STYLE, paper::report::STYLE, own];
    asset("tribune", "css", "text/css; charset=utf-8", parts.join("\n").into_bytes())
});
static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_bytes!("../assets/tribune.js").to_vec();
    asset("tribune", "js", "text/javascript; charset=utf-8", content)
});
static MARK: LazyLock<Asset> =
    LazyLock::new(|| asset("mark", "svg", "image/svg+xml", include_bytes!("../assets/mark.svg").to_vec()));

/// Addresses of the assets, for the layout.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assets {
    pub(crate) style: &'static str,
    pub(crate) script: &'static str,
    pub(crate) mark: &'static str,
}

pub(crate) fn names() -> Assets {
    Assets { style: &STYLE.name, script: &SCRIPT.name, mark: &MARK.name }
}

pub(crate) async fn show(Path(name): Path<String>) -> Result<Response, Fault> {
    let known = [&*STYLE, &*SCRIPT, &*MARK].into_iter().find(|asset| asset.name == name);
    let asset = known.ok_or_else(|| Fault::not_found("file"))?;
    let headers: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    Ok((headers, asset.content.as_slice()).into_response())
}
