//! SARIF 2.1.0 (OASIS, 27 March 2020): the format of editors and code hosts for findings in files.

use super::{MARK_KEY, json};
use crate::{
    load::problem::{Code, Problem, Severity},
    model::vocabulary::Vocabulary,
};
use serde_json::{Value, json};
use std::{
    fmt::Write as _,
    io::{self, Write},
    path::Path,
};

/// Writes one run: what can be found, and what was.
pub(super) fn write(problems: &[Problem], confidential: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "timeline",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": Code::ALL.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": problems.iter().map(result).collect::<Vec<_>>(),
        }],
    });
    if confidential {
        log["runs"][0]["properties"] = json!({ MARK_KEY: true });
    }
    json::value(&log, out)?;
    writeln!(out)
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.meaning() },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn result(problem: &Problem) -> Value {
    let help = if problem.help.is_empty() { String::new() } else { format!("\n{}", problem.help) };
    let mut place = json!({ "artifactLocation": { "uri": uri(&problem.file) } });
    if let Some((line, column)) = problem.at {
        place["region"] = json!({ "startLine": line, "startColumn": column });
    }
    json!({
        "ruleId": problem.code.name(),
        "level": level(problem.severity),
        "message": { "text": format!("{}{help}", problem.message) },
        "locations": [{ "physicalLocation": place }],
    })
}

/// The word of SARIF, which has others as well.
const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// The path as a reference of RFC 3986, relative if the path is.
fn uri(path: &Path) -> String {
    let text = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let mut uri = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            // Writing to a String does not fail.
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
    if path.is_absolute() { format!("file://{uri}") } else { uri }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_names_its_rule_and_its_place() {
        let of_file = Problem::of_file(Code::InTheFuture, Path::new("my cases/ö%.toml"), "x", "y");
        let problems = [Problem { at: Some((3, 7)), ..of_file.clone() }, of_file];
        let mut out = Vec::new();
        write(&problems, false, &mut out).expect("memory takes everything");
        let log: Value = serde_json::from_slice(&out).expect("JSON");
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        assert_eq!(rules.len(), Code::ALL.len());
        let expected = json!({
            "ruleId": "in-the-future",
            "level": "warning",
            "message": { "text": "x\ny" },
            "locations": [{ "physicalLocation": {
                "artifactLocation": { "uri": "my%20cases/%C3%B6%25.toml" },
                "region": { "startLine": 3, "startColumn": 7 },
            } }],
        });
        assert_eq!(run["results"][0], expected);
        assert!(run["results"][1]["locations"][0]["physicalLocation"].get("region").is_none());
    }

    #[test]
    fn an_absolute_path_is_an_address() {
        assert_eq!(uri(Path::new("/srv/cases/wren.toml")), "file:///srv/cases/wren.toml");
    }
}
