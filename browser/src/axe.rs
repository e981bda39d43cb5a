//! The accessibility rules of axe-core, whose script lies outside the repository: `AXE` names the file.

use crate::driver::Window;

/// What breaks a rule of WCAG 2.2 A or AA on the page that is shown, a line each.
#[expect(clippy::disallowed_methods, reason = "a test is told where the script lies")]
pub fn violations(window: &Window) -> Vec<String> {
    let path = std::env::var("AXE").expect("AXE names axe.min.js; `.ci/run` fetches it");
    let axe = std::fs::read_to_string(&path).expect("the file that AXE names is readable");
    window.run(&axe);
    let found = window.run_async(
        "const done = arguments[arguments.length - 1];
         const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
         axe.run(document, { runOnly: { type: 'tag', values: tags } }).then(
             result => done(result.violations.map(v =>
                 v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + n.failureSummary).join(' | '))),
             failure => done(['axe failed: ' + failure]));",
    );
    let list = found.as_array().cloned().unwrap_or_default();
    list.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
}
