//! Own words: what the author of a mail says, without quotes, signatures and forwarded mails.

/// The own words of a plain-text mail.
pub fn trim(mail: &str) -> String {
    let own: Vec<&str> = mail
        .lines()
        .take_while(|line| !matches!(line.trim_end(), "--" | "-- "))
        .filter(|line| !line.starts_with('>'))
        .collect();
    own.join("\n").trim().to_owned()
}
