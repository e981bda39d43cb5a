//! The own words of a mail, and where each stood in it, so that evidence points into what people see.

/// What the author of a mail says, without quotations, signatures and notices.
pub(crate) struct Own {
    pub(crate) words: String,
    /// Where each line begins: in the own words and in the mail, in bytes.
    lines: Vec<(usize, usize)>,
}

impl Own {
    /// Nothing where a mail says nothing of its own.
    pub(crate) fn of(mail: &str) -> Option<Own> {
        let (mut words, mut lines) = (String::with_capacity(mail.len()), Vec::new());
        for (at, line) in text::trim::own_lines(mail) {
            lines.push((words.len(), at));
            words.push_str(line);
            words.push('\n');
        }
        words.pop();
        (!words.is_empty()).then_some(Own { words, lines })
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

    /// A mail, its author's words, and the byte at which they begin.
    const MAILS: [(&str, &str, usize); 3] = [
        (
            "Hello Ada,\r\n\r\nthe app crashes.\r\n\r\nOn 3 May 2024, Ada wrote:\r\n> it works\r\n> for me\r\n",
            "Hello Ada,\n\nthe app crashes.",
            0,
        ),
        ("On 3 May 2024, Ada wrote:\n> it crashes\n\nit crashes\n", "it crashes", 40),
        ("All mine.", "All mine.", 0),
    ];

    #[test]
    fn own_words_point_back_into_the_mail() {
        for (mail, words, begin) in MAILS {
            let own = Own::of(mail).unwrap();
            assert_eq!((own.words.as_str(), own.place(0)), (words, begin));
            for word in words.split_whitespace() {
                let at = own.place(own.words.find(word).unwrap());
                assert_eq!(&mail[at..at + word.len()], word);
            }
        }
        assert!(Own::of("> only theirs\n").is_none());
    }
}
