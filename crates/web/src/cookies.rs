//! Cookies: reading what a browser sent, and writing ours.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::App;

/// Holds the session's secret.
pub(crate) const SESSION: &str = "tribune_session";
/// Holds what was just done, until a page has told it.
pub(crate) const TOAST: &str = "tribune_toast";
pub(crate) const LANGUAGE: &str = "tribune_language";
pub(crate) const THEME: &str = "tribune_theme";

pub(crate) const YEAR_SECONDS: i64 = 365 * 24 * 3600;
/// Bytes of a cookie that are looked at.
const COOKIE_BYTES_MAX: usize = 4096;

/// The value of a cookie.
pub(crate) fn find<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()); // tidy(swallow): a cookie of other bytes is not ours
    sent.filter(|sent| sent.len() <= COOKIE_BYTES_MAX).flat_map(|sent| sent.split(';')).find_map(|pair| {
        let (known, value) = pair.trim().split_once('=')?;
        (known == name).then_some(value)
    })
}

/// A `Set-Cookie` value; scripts cannot read it. An age of 0 takes it away.
pub(crate) fn set(app: &App, (name, value): (&str, &str), age_seconds: i64) -> HeaderValue {
    let secure = if app.is_https() { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; Max-Age={age_seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).expect("our cookies hold letters, digits and signs only")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; tribune_session=abc; b=2"));
        assert_eq!(find(&headers, SESSION), Some("abc"));
        assert_eq!(find(&headers, "session"), None);
    }
}
