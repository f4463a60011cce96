use super::*;

/// Every key that a record can have for itself, its people, its letters and all else.
const EVERY_KEY: &str = r#"title = "A"
state = "GBR"
summary = "A"
tags = ["a"]
related = ["a"]
reviewed = 2024-02-01

[[person]]
id = "p"
name = "A"
other_names = ["A"]
role = "victim"
born = "1970"
organisation = "A"
sources = ["s"]
note = "A"

[[event]]
date = 2024-02-01
what = "A"
kind = "death"
people = ["p"]
liberty = "dead"
standing = "alleged"
place = "A"
disputed = [{ date = "2024", what = "A", sources = ["s"] }]
sources = ["s"]
note = "A"

[[charge]]
offence = "A"
person = "p"
law = "A"
article = "A"
max_penalty = "A"
brought = 2024-02-01
decided = 2024-02-01
outcome = "convicted"
disputed = []
sources = ["s"]
note = "A"

[[statement]]
id = "call"
by = "A"
title = "A"
date = 2024-02-01
sources = ["s"]
note = "A"

[[communication]]
id = "first"
ref = "UA GBR 9/2024"
procedure = "interim-measures"
from = ["A"]
to = ["GBR", "A company"]
filed = 2024-02-01
sent = 2024-02-01
published = 2024-02-01
decided = 2024-02-01
due = 2024-02-01
no_reply_as_of = 2024-02-01
reply_unknown = true
suspended = "2024-02-01/2024-02-02"
withdrawn = 2024-02-01
follows = "UA GBR 8/2024"
people = ["p"]
owed_by = "us"
sources = ["s"]
note = "A"

[[communication.reply]]
date = 2024-02-01
from = "A company"
kind = "holding"
answers = ["a"]
sources = ["s"]
note = "A"

[[communication.extension]]
granted = 2024-02-01
until = 2024-02-01
to = "GBR"
sources = ["s"]
note = "A"

[[communication.reminder]]
date = 2024-02-01
to = "GBR"
sources = ["s"]
note = "A"

[[demand]]
id = "a"
what = "A"
kind = "release"
made_in = "GBR 9/2024"
superseded_by = "b"
to = "GBR"
sources = ["s"]
note = "A"

[[demand.update]]
date = 2024-02-01
status = "superseded"
grade = "A"
what = "A"
sources = ["s"]
note = "A"

[[demand]]
id = "b"
what = "A"
made = 2024-02-01
by = "A"
repeats = "a"

[[source]]
id = "s"
title = "A"
publisher = "A"
url = "A"
carrier = "A"
archive = "A"
sha256 = "A"
published = 2024-02-01
reliability = "high"
sources = ["s"]
note = "A"
"#;

fn is_read(text: &str) -> bool {
    read(text, "x", "x.toml".as_ref(), &Rules::default(), Needs::Letters).is_some()
}

#[test]
fn every_key_is_read_and_none_twice() {
    assert!(is_read(EVERY_KEY));
    let lines: Vec<&str> = EVERY_KEY.lines().collect();
    for (n, line) in lines.iter().enumerate().filter(|(_, line)| line.contains('=')) {
        let twice = [&lines[..n], &[line], &lines[n..]].concat().join("\n");
        assert!(!is_read(&twice), "{line} stands twice");
    }
}

#[test]
fn what_leads_round_in_a_circle_is_not_read() {
    for (from, to) in [("repeats = \"a\"", "repeats = \"b\""), ("repeats = \"a\"", "superseded_by = \"a\"")] {
        assert!(!is_read(&EVERY_KEY.replace(from, to)), "{to}");
    }
}

#[test]
fn no_id_hides_behind_a_control_character() {
    for hidden in ["\0s", "\u{1}s", "s\0", "\u{7f}s"] {
        let text = EVERY_KEY.replace("sources = [\"s\"]", &format!("sources = [\"s\", \"{hidden}\"]"));
        assert!(!is_read(&text), "{hidden:?}");
    }
}
