//! The own words of a mail, and where each stood in it, so that evidence points into what people see.

/// What the author of a mail says, without quotations, signatures and notices.
pub struct Own {
    pub words: String,
    /// Where each line begins: in the own words and in the mail, in bytes.
    lines: Vec<(usize, usize)>,
}

impl Own {
    /// Nothing where a mail says nothing of its own.
    pub fn of(mail: &str) -> Option<Own> {
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
    pub fn place(&self, offset: usize) -> usize {
        let line = self.lines.partition_point(|(own, _)| *own <= offset).saturating_sub(1);
        self.lines.get(line).map_or(offset, |(own, mail)| mail + (offset - own))
    }
}
