//! The package around the text (ECMA-376, part 2): styles, head and foot of the pages, what the document is called.
//!
//! Every file of it has the same day, the first that a zip can name, and no program, person or clock is asked.

use super::{footnotes::Links, paragraphs::escaped};
use std::io::{self, Cursor, Write as _};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// How the paper lies: A4 upright or across.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turned {
    /// 21 cm wide.
    Upright,
    /// 29.7 cm wide.
    Across,
}

/// The edges of A4 and its margins, in twentieths of a point: 2 cm.
const SHORT: usize = 11_906;
const LONG: usize = 16_838;
const MARGIN: usize = 1134;

impl Turned {
    /// How many characters fit side by side between the margins.
    pub(super) const fn characters(self) -> usize {
        let (wide, _) = self.edges();
        (wide - 2 * MARGIN) / super::paragraphs::CHARACTER
    }

    const fn edges(self) -> (usize, usize) {
        match self {
            Self::Upright => (SHORT, LONG),
            Self::Across => (LONG, SHORT),
        }
    }
}

/// Everything that a document is put together from.
pub(super) struct Package<'a> {
    /// What it is called.
    pub(super) title: &'a str,
    /// What it is about.
    pub(super) subject: &'a str,
    /// What stands above every page; the first says it in its text. Nothing if empty.
    pub(super) mark: &'a str,
    /// What stands on every page but the first.
    pub(super) head: &'a str,
    /// What stands below every page: text with fields.
    pub(super) foot: &'a str,
    /// The paragraphs and tables.
    pub(super) body: &'a str,
    /// The footnotes.
    pub(super) notes: &'a str,
    /// Where links of both lead.
    pub(super) links: &'a Links,
    /// How the paper lies.
    pub(super) turned: Turned,
}

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

impl Package<'_> {
    /// The bytes of the document.
    ///
    /// # Errors
    /// Those of writing into memory, of which none is known.
    pub(super) fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .unix_permissions(0o644)
            .last_modified_time(DateTime::default());
        for (name, text) in self.files() {
            zip.start_file(name, options)?;
            zip.write_all(XML.as_bytes())?;
            zip.write_all(text.as_bytes())?;
        }
        Ok(zip.finish()?.into_inner())
    }

    fn files(&self) -> [(&'static str, String); 13] {
        [
            ("[Content_Types].xml", content_types()),
            ("_rels/.rels", roots()),
            ("docProps/core.xml", self.core()),
            ("docProps/app.xml", program()),
            ("word/document.xml", self.document()),
            ("word/footnotes.xml", self.footnotes()),
            ("word/styles.xml", STYLES.replace("{W}", W)),
            ("word/settings.xml", format!("<w:settings {W}>{SETTINGS}</w:settings>")),
            ("word/header1.xml", self.header()),
            ("word/header2.xml", format!("<w:hdr {W}>{}</w:hdr>", super::paragraph("Header", ""))),
            ("word/footer1.xml", self.footer()),
            ("word/_rels/document.xml.rels", self.relationships()),
            ("word/_rels/footnotes.xml.rels", relationships(&self.links.of_notes())),
        ]
    }

    fn core(&self) -> String {
        format!(
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:description>{}</dc:description></cp:coreProperties>"#,
            escaped(self.title),
            escaped(self.subject),
            escaped(self.mark)
        )
    }

    fn document(&self) -> String {
        let (wide, high) = self.turned.edges();
        let across = if self.turned == Turned::Across { r#" w:orient="landscape""# } else { "" };
        format!(
            r#"<w:document {W}><w:body>{}<w:sectPr><w:headerReference w:type="default" r:id="head"/><w:headerReference w:type="first" r:id="first"/><w:footerReference w:type="default" r:id="foot"/><w:footerReference w:type="first" r:id="foot"/><w:pgSz w:w="{wide}" w:h="{high}"{across}/><w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" w:bottom="{MARGIN}" w:left="{MARGIN}" w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>"#,
            self.body
        )
    }

    fn footnotes(&self) -> String {
        format!(
            r#"<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>{}</w:footnotes>"#,
            self.notes
        )
    }

    fn header(&self) -> String {
        let mark = if self.mark.is_empty() { String::new() } else { super::paragraph("Mark", &super::run(self.mark)) };
        format!("<w:hdr {W}>{mark}{}</w:hdr>", super::paragraph("Header", &super::run(self.head)))
    }

    fn footer(&self) -> String {
        let text = format!(r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, self.foot);
        format!("<w:ftr {W}>{}</w:ftr>", super::paragraph("Footer", &text))
    }

    fn relationships(&self) -> String {
        let parts = [
            ("styles", "styles", "styles.xml"),
            ("settings", "settings", "settings.xml"),
            ("notes", "footnotes", "footnotes.xml"),
            ("head", "header", "header1.xml"),
            ("first", "header", "header2.xml"),
            ("foot", "footer", "footer1.xml"),
        ];
        let parts = parts
            .map(|(id, kind, file)| format!(r#"<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{file}"/>"#));
        relationships(&(parts.concat() + &self.links.of_body()))
    }
}

fn relationships(all: &str) -> String {
    format!(r#"<Relationships xmlns="{RELATIONSHIPS}">{all}</Relationships>"#)
}

fn content_types() -> String {
    let parts = [
        ("/word/document.xml", "document.main"),
        ("/word/footnotes.xml", "footnotes"),
        ("/word/styles.xml", "styles"),
        ("/word/settings.xml", "settings"),
        ("/word/header1.xml", "header"),
        ("/word/header2.xml", "header"),
        ("/word/footer1.xml", "footer"),
    ];
    let parts = parts.map(|(name, kind)| format!(r#"<Override PartName="{name}" ContentType="{MAIN}.{kind}+xml"/>"#));
    format!(
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>"#,
        parts.concat()
    )
}

fn roots() -> String {
    relationships(&format!(
        r#"<Relationship Id="document" Type="{OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="core" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="program" Type="{OFFICE}/extended-properties" Target="docProps/app.xml"/>"#
    ))
}

fn program() -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        r#"<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>timeline {version}</Application></Properties>"#
    )
}

/// Where the notes between text and margin are described; and Word is not to behave like one of its older versions.
const SETTINGS: &str = r#"<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>"#;

/// The styles: each by the name that word processors know it by, so that headings are found by their outlines.
const STYLES: &str = concat!(
    r#"<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Arial" w:eastAsia="Calibri"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>"#,
    r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>"#,
    r#"<w:style w:type="character" w:default="1" w:styleId="Plain"><w:name w:val="Default Paragraph Font"/></w:style>"#,
    r#"<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:after="200" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="480" w:after="200" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="36"/><w:szCs w:val="36"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="320" w:after="120" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:sz w:val="26"/><w:szCs w:val="26"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="Fact"><w:name w:val="Fact"/><w:basedOn w:val="Normal"/><w:pPr><w:tabs><w:tab w:val="left" w:pos="1985"/></w:tabs><w:spacing w:after="60"/><w:ind w:left="1985" w:hanging="1985"/></w:pPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="Mark"><w:name w:val="Mark"/><w:basedOn w:val="Normal"/><w:pPr><w:pBdr><w:top w:val="single" w:sz="8" w:space="3" w:color="9A2B20"/><w:left w:val="single" w:sz="8" w:space="3" w:color="9A2B20"/><w:bottom w:val="single" w:sz="8" w:space="3" w:color="9A2B20"/><w:right w:val="single" w:sz="8" w:space="3" w:color="9A2B20"/></w:pBdr></w:pPr><w:rPr><w:b/><w:color w:val="9A2B20"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="Head"><w:name w:val="Head"/><w:basedOn w:val="Cell"/><w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="Below"><w:name w:val="Below"/><w:basedOn w:val="Cell"/><w:pPr><w:ind w:left="170"/></w:pPr><w:rPr><w:color w:val="5F5B55"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="Gap"><w:name w:val="Gap"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="0" w:line="120" w:lineRule="exact"/></w:pPr><w:rPr><w:sz w:val="8"/><w:szCs w:val="8"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="Source"><w:name w:val="Source"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="60"/><w:ind w:left="284" w:hanging="284"/></w:pPr><w:rPr><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="Remark"><w:name w:val="Remark"/><w:basedOn w:val="Normal"/><w:rPr><w:color w:val="5F5B55"/><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="20" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>"#,
    r#"<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>"#,
    r#"<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="1F4F63"/><w:u w:val="single"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/><w:rPr><w:color w:val="5F5B55"/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="right"/></w:pPr><w:rPr><w:color w:val="5F5B55"/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style>"#,
    r#"<w:style w:type="table" w:customStyle="1" w:styleId="Rows"><w:name w:val="Rows"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="5F5B55"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="5F5B55"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="DDD8D0"/></w:tblBorders></w:tblPr></w:style>"#,
    "</w:styles>"
);
