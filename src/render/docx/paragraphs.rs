//! Paragraphs, runs and tables of WordprocessingML (ECMA-376, part 1, 17): text that is safe to put between tags.

use crate::{
    render::link,
    report::{Kind, Tone},
};
use std::fmt::Write as _;

/// How wide a character is in a table, in twentieths of a point.
pub(super) const CHARACTER: usize = 106;

/// The cells of a row: the runs of each paragraph; those after the first belong to it.
pub(super) type Row = Vec<Vec<String>>;

/// A text between tags or quotes. What XML cannot hold has been made visible before; should any be left, it is
/// replaced rather than written.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            _ => out.push(c),
        }
    }
    out
}

/// A run of words.
pub(super) fn words(text: &str) -> String {
    styled(text, "")
}

/// A run of words that sound like this. The words say the same as the colour.
pub(super) fn toned(text: &str, tone: Tone) -> String {
    styled(
        text,
        match tone {
            Tone::Plain => "",
            Tone::Good => r#"<w:color w:val="2C6A3D"/>"#,
            Tone::Waiting => r#"<w:color w:val="815400"/>"#,
            Tone::Bad => r#"<w:color w:val="9A2B20"/>"#,
            Tone::Faint => r#"<w:color w:val="5F5B55"/>"#,
        },
    )
}

/// A run of words the size and height of a note's number.
pub(super) fn raised(text: &str) -> String {
    styled(text, r#"<w:rStyle w:val="FootnoteReference"/>"#)
}

/// A short text that is to stay whole: a line ends at no hyphen of it.
pub(super) fn whole(text: &str, tone: Tone) -> String {
    text.split('-').map(|part| toned(part, tone)).collect::<Vec<_>>().join("<w:r><w:noBreakHyphen/></w:r>")
}

/// A date: whole, or where there is no room for that its halves below each other.
pub(super) fn date(text: &str, tone: Tone, room: usize) -> String {
    let (first, rest) = match text.find("..").map(|at| at + 2).or(text.find('/').map(|at| at + 1)) {
        Some(at) if text.len() > room => text.split_at(at),
        _ => return whole(text, tone),
    };
    format!("{}<w:r><w:br/></w:r>{}", whole(first, tone), whole(rest, tone))
}

fn styled(text: &str, properties: &str) -> String {
    match (text, properties) {
        ("", _) => String::new(),
        (_, "") => format!(r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, escaped(text)),
        _ => format!(r#"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{}</w:t></w:r>"#, escaped(text)),
    }
}

/// A label and what it says, for a paragraph of the style `Fact`.
pub(super) fn fact(label: &str, says: &str, tone: Tone) -> String {
    format!("{}<w:r><w:tab/></w:r>{}", styled(label, r#"<w:color w:val="5F5B55"/>"#), toned(says, tone))
}

/// A paragraph of a style.
pub(super) fn paragraph(style: &str, runs: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>"#)
}

/// A heading: of the whole (0), of a case (1), of a part of it (2).
pub(super) fn heading(level: u8, text: &str) -> String {
    let style = match level {
        0 => "Title",
        1 => "Heading1",
        _ => "Heading2",
    };
    paragraph(style, &words(text))
}

/// A field that the word processor fills in.
pub(super) fn field(instruction: &str) -> String {
    format!(
        r#"</w:t></w:r><w:fldSimple w:instr="{instruction}"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve">"#
    )
}

/// An address that can be the target of a relationship: a URI of the web (RFC 3986), not too long.
pub(super) fn target(address: &str) -> Option<&str> {
    let plain = |c: char| {
        c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`' | '[' | ']')
    };
    link(address).filter(|address| address.len() <= 2000 && address.chars().all(plain))
}

/// A link to a target that is named by its id.
pub(super) fn link_to(id: &str, text: &str) -> String {
    let run = styled(text, r#"<w:rStyle w:val="Hyperlink"/>"#);
    format!(r#"<w:hyperlink r:id="{id}" w:history="1">{run}</w:hyperlink>"#)
}

/// A table: headings with their widths in characters and kinds, and rows.
pub(super) fn table(heads: Vec<(&str, usize, Kind)>, rows: &[Row]) -> String {
    let mut out = String::new();
    let wide: usize = heads.iter().map(|(_, wide, _)| wide * CHARACTER).sum();
    // Writing to a String does not fail.
    let _ = write!(
        out,
        r#"<w:tbl><w:tblPr><w:tblStyle w:val="Rows"/><w:tblW w:w="{wide}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>"#
    );
    for (_, wide, _) in &heads {
        let _ = write!(out, r#"<w:gridCol w:w="{}"/>"#, wide * CHARACTER);
    }
    out.push_str("</w:tblGrid>");
    if heads.iter().any(|(title, ..)| !title.is_empty()) {
        out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (title, wide, kind) in &heads {
            out.push_str(&cell(*wide, *kind, "Head", &[words(title)]));
        }
        out.push_str("</w:tr>");
    }
    for row in rows {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (told, (_, wide, kind)) in row.iter().zip(&heads) {
            out.push_str(&cell(*wide, *kind, "Cell", told));
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    // Two tables without a paragraph between them would become one.
    out + &paragraph("Gap", "")
}

fn cell(wide: usize, kind: Kind, style: &str, told: &[String]) -> String {
    let right = if kind == Kind::Number { r#"<w:jc w:val="right"/>"# } else { "" };
    let (first, rest) = told.split_first().map_or(("", told), |(first, rest)| (first.as_str(), rest));
    let rest: String = rest.iter().map(|runs| paragraph("Below", runs)).collect();
    format!(
        r#"<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{right}</w:pPr>{first}</w:p>{rest}</w:tc>"#,
        wide * CHARACTER
    )
}
