//! The own words of a mail, and where each stood in it, so that evidence points into what people see.

/// What the author of a mail says, without quotations, signatures and notices.
pub(crate) struct Own {
    pub(crate) words: String,
    /// Where each line begins: in the own words and in the mail, in bytes.
    lines: Vec<(usize, usize)>,
}

impl Own {
    /// Nothing where a mail is all its author's, or nobody's.
    pub(crate) fn of(mail: &str) -> Option<Own> {
        let words = text::trim::trim(mail);
        if words.is_empty() || words.len() == mail.trim_end().len() {
            return None;
        }
        let (mut lines, mut at, mut from) = (Vec::new(), 0, 0);
        for line in words.split('\n') {
            let found = mail[from..].find(line)?;
            lines.push((at, from + found));
            from += found + line.len();
            at += line.len() + 1;
        }
        Some(Own { words, lines })
    }

    /// Where a byte of the own words stands in the mail.
    pub(crate) fn place(&self, offset: usize) -> usize {
        let line = self.lines.partition_point(|(own, _)| *own <= offset).saturating_sub(1);
        self.lines.get(line).map_or(offset, |(own, mail)| mail + (offset - own))
    }
}

#[cfg(test)]
mod tests {
    use super::Own;

    const MAIL: &str =
        "Hello Ada,\r\n\r\nthe app crashes.\r\n\r\nOn 3 May 2024, Ada wrote:\r\n> it works\r\n> for me\r\n";

    #[test]
    fn own_words_point_back_into_the_mail() {
        let own = Own::of(MAIL).unwrap();
        assert_eq!(own.words, "Hello Ada,\n\nthe app crashes.");
        for word in ["Hello", "the app", "crashes."] {
            let at = own.place(own.words.find(word).unwrap());
            assert_eq!(&MAIL[at..at + word.len()], word);
        }
        assert!(Own::of("All mine.").is_none());
    }
}
