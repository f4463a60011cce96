//! Problems with records, for the person who has to mend them: where, what, the line itself, and
//! what to write instead.

use super::{
    Screen,
    style::{BOLD, ERROR, WARNING, styled},
    text::one_line,
    wrap::wrap,
};
use crate::{
    load::problem::{Excerpt, Problem},
    report::Kind,
};
use std::{
    borrow::Cow,
    io::{self, Write},
};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// However narrow the screen, the line in question gets this much of it.
const NARROWEST: usize = 40;
/// And however wide, no more than this: where it goes into a file, nothing is cut off by an edge.
const WIDEST: usize = 200;
/// Before the lines of a message that does not fit beside the place.
const INDENT: &str = "  ";

/// Writes problems, with an empty line between two.
///
/// # Errors
/// Those of `out`.
pub fn problems(problems: &[Problem], screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    for (n, problem) in problems.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        one(problem, screen, out)?;
    }
    Ok(())
}

fn one(problem: &Problem, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let file = problem.file.to_string_lossy();
    let place = problem.at.map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
    let place = format!("{}{place}", one_line(&file));
    let style = if problem.is_error() { ERROR } else { WARNING };
    let kind = format!("{}[{}]", problem.severity, problem.code);
    let message = one_line(&problem.message);
    write!(out, "{}: {place}:", styled(screen, style, &kind))?;
    if [&kind, &place, &*message].map(UnicodeWidthStr::width).iter().sum::<usize>() + ": : ".len() <= screen.width {
        writeln!(out, " {}", styled(screen, BOLD, &message))?;
    } else {
        writeln!(out)?;
        for line in wrap(&message, Kind::Text, screen.width.saturating_sub(INDENT.len())) {
            writeln!(out, "{INDENT}{}", styled(screen, BOLD, &line))?;
        }
    }
    let mut gutter = String::from("  ");
    if let (Some((line, _)), Some(excerpt)) = (problem.at, &problem.excerpt) {
        let number = line.to_string();
        gutter = " ".repeat(number.len());
        let room = screen.width.clamp(NARROWEST, WIDEST).saturating_sub(number.len() + 3);
        let (text, before, length) = shown(excerpt, room, screen);
        let marks = "^".repeat(length);
        writeln!(out, "{gutter} |")?;
        writeln!(out, "{}", format!("{number} | {text}").trim_end())?;
        writeln!(out, "{gutter} | {}{}", " ".repeat(before), styled(screen, style, &marks))?;
    }
    if !problem.help.is_empty() {
        let help = one_line(&problem.help);
        let mut sign = " = ";
        for line in wrap(&help, Kind::Text, screen.width.saturating_sub(gutter.len() + sign.len())) {
            writeln!(out, "{gutter}{sign}{line}")?;
            sign = "   ";
        }
    }
    Ok(())
}

/// The line as it is shown, cut to the room there is, and where to underline: from which column,
/// how many.
fn shown(excerpt: &Excerpt, room: usize, screen: Screen) -> (String, usize, usize) {
    let text = &excerpt.text;
    let byte = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    let start = byte(excerpt.underline.start);
    let end = byte(excerpt.underline.end).max(start);
    let dots = if screen.unicode { "…" } else { "..." };
    // The rest of the line matters least, then its beginning.
    let marked = cut(one_line(&text[start..end]), room / 2, dots, false);
    let before = cut(one_line(&text[..start]), room / 2, dots, true);
    let after = cut(one_line(&text[end..]), room.saturating_sub(before.width() + marked.width()), dots, false);
    let (indent, length) = (before.width(), marked.width().max(1));
    (format!("{before}{marked}{after}"), indent, length)
}

/// The text cut to a width, with dots where something is missing: at its beginning or its end.
fn cut<'a>(text: Cow<'a, str>, width: usize, dots: &str, at_beginning: bool) -> Cow<'a, str> {
    if text.width() <= width {
        return text;
    }
    let room = width.saturating_sub(dots.width());
    let mut used = 0;
    let mut fits = |cluster: &&str| {
        used += cluster.width();
        used <= room
    };
    Cow::Owned(if at_beginning {
        let kept: usize = text.graphemes(true).rev().take_while(&mut fits).map(str::len).sum();
        format!("{dots}{}", &text[text.len() - kept..])
    } else {
        let kept: usize = text.graphemes(true).take_while(&mut fits).map(str::len).sum();
        format!("{}{dots}", &text[..kept])
    })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{problem, screen};
    use super::*;
    use crate::load::problem::Code;
    use std::path::Path;

    fn shown(problem: Problem, screen: Screen) -> String {
        let mut out = Vec::new();
        problems(&[problem], screen, &mut out).expect("memory takes everything");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn the_line_is_underlined_by_what_is_shown() {
        let expected = "error[unknown-key]: cases/sokolov.toml:41:3: unknown key `sumary`\n   |\n41 | sumary = \"sumary\"\n   \
                        | ^^^^^^\n   = sumary\n";
        assert_eq!(shown(problem("sumary"), screen(80)), expected);
        let wide = shown(problem("人\u{202e}"), screen(80));
        assert!(wide.contains("41 | 人\\u202E = ") && wide.contains("\n   | ^^^^^^^^\n"), "{wide}");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let mut long = problem("key");
        long.excerpt =
            Some(Excerpt { text: format!("{}key{}", "a ".repeat(500), "b ".repeat(500)), underline: 1000..1003 });
        let text = shown(long, screen(60));
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.iter().all(|line| line.width() <= 60) && lines[3].contains("key"), "{text}");
        assert_eq!(lines[3].find("key").map(|at| lines[3][..at].width()), lines[4].find("^^^"));
    }

    #[test]
    fn a_file_as_a_whole_has_no_line() {
        let of_file = |help| Problem::of_file(Code::TooLarge, Path::new("a\u{1b}.toml"), "too\nlarge", help);
        assert_eq!(shown(of_file(""), screen(80)), "error[too-large]: a\\u001B.toml: too large\n");
        assert_eq!(
            shown(of_file("split it"), screen(80)),
            "error[too-large]: a\\u001B.toml: too large\n   = split it\n"
        );
        let colour = shown(of_file(""), Screen { colour: true, ..screen(80) });
        assert_eq!(colour, "\u{1b}[1;31merror[too-large]\u{1b}[0m: a\\u001B.toml: \u{1b}[1mtoo large\u{1b}[0m\n");
    }

    #[test]
    fn an_underline_outside_the_line_does_no_harm() {
        for underline in [0..0, 3..99, 99..100, std::ops::Range { start: 4, end: 2 }] {
            let mut odd = problem("key");
            odd.excerpt = Some(Excerpt { text: "a line".into(), underline });
            assert!(shown(odd, screen(0)).contains('^'));
        }
    }
}
