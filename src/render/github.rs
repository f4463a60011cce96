//! Workflow commands: GitHub shows each problem beside its line in a pull request.
//!
//! One command a line, `::error file=…,line=…,col=…,title=…::message`; what would end a part of it is
//! percent-encoded, as the runner decodes it (docs.github.com, "Workflow commands for GitHub Actions").

use super::{MARK, MARK_KEY, text::one_line};
use crate::{load::problem::Problem, model::vocabulary::Vocabulary};
use std::io::{self, Write};

/// Writes a command for each problem.
pub(super) fn write(problems: &[Problem], confidential: bool, out: &mut dyn Write) -> io::Result<()> {
    if confidential {
        writeln!(out, "::notice title={MARK_KEY}::{}", data(MARK))?;
    }
    for problem in problems {
        let file = property(&problem.file.to_string_lossy());
        write!(out, "::{} file={file}", problem.severity)?;
        if let Some((line, column)) = problem.at {
            write!(out, ",line={line},col={column}")?;
        }
        let parts = [problem.message.as_str(), problem.help.as_str()];
        let message = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
        writeln!(out, ",title={}::{}", property(problem.code.name()), data(&message))?;
    }
    Ok(())
}

/// A text after the last `::`.
fn data(text: &str) -> String {
    let encoded = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    one_line(&encoded).into_owned()
}

/// A text in a property, which also ends at a colon or a comma.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::problem::Code;
    use std::path::Path;

    #[test]
    fn nothing_in_a_problem_ends_its_command() {
        let of_file = Problem::of_file(Code::TooLarge, Path::new("a,b::c%\n.toml"), "50 %\r\n::error::x\u{1b}", "help");
        let problems = [Problem { at: Some((3, 7)), ..of_file.clone() }, Problem { help: String::new(), ..of_file }];
        let mut out = Vec::new();
        write(&problems, false, &mut out).expect("memory takes everything");
        let file = "a%2Cb%3A%3Ac%25%0A.toml";
        let message = "50 %25%0D%0A::error::x\\u001B";
        let expected = format!(
            "::error file={file},line=3,col=7,title=too-large::{message}%0Ahelp\n::error file={file},title=too-large::{message}\n"
        );
        assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
    }
}
