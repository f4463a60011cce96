use super::*;

/// Every key that a record can have.
const EVERY_KEY: &str = include_str!("../../../../tests/records/everything.toml");

fn is_read(text: &str) -> bool {
    read(text, "x", "x.toml".as_ref(), &Rules::default(), Keep::Letters).is_some()
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
    for (from, to) in [
        ("id = \"free\"", "id = \"free\"\nrepeats = \"free-again\""),
        ("id = \"free\"", "id = \"free\"\nrepeats = \"free\""),
        ("id = \"pay\"", "id = \"pay\"\nsuperseded_by = \"free-soon\""),
    ] {
        assert!(!is_read(&EVERY_KEY.replace(from, to)), "{to}");
    }
}

#[test]
fn no_id_hides_behind_a_control_character() {
    for hidden in ["\0page", "\u{1}page", "page\0", "\u{7f}page"] {
        let text = EVERY_KEY.replace("[\"page\"]", &format!("[\"page\", \"{hidden}\"]"));
        assert!(!is_read(&text), "{hidden:?}");
    }
}

#[test]
fn however_a_record_is_written_it_is_read() {
    for (from, to) in [
        ("\n", "\r\n"),
        ("\"Arrested\"", "'Arrested'"),
        ("\"Arrested\"", "\"\"\"Arrested\"\"\""),
        ("\"Arrested\"", "\"\"\"\nArrested\n  at \"home\"\"\"\"\""),
        ("\"Arrested\"", "'''\nArrested\n'''"),
        ("\"Arrested\"", "\"Arr\\u00e9t\\u00E9 \\U0001F426\\tthen\\nnot\""),
        ("\"Arrested\"", "\"\"\"Arrested \\\n   at home\"\"\""),
        ("kind = \"arrest\"", "kind = 'arrest'"),
        ("[\"ada-wren\"]", "[\n  'ada-wren', # her\n]"),
        ("[[event]]", "  [[ event ]]  # what happened"),
        ("[[communication.reply]]", "[[ communication . reply ]]"),
        ("title = \"An", "\u{feff}title = \"An"),
        ("place = \"Here\"", "place   =\t\"Here\"   # there"),
        ("disputed = [{ date = \"2023\", sources = [\"book\"] }]\n", "[[event.disputed]]\ndate = '2023'\n"),
        ("id = \"free-soon\"", "id = \"free-soon\"\nrepeats = \"pay\""),
        ("ref = \"AL GBR 10/2024\"", "ref = \"al  GBR 010/2024\""),
    ] {
        let text = EVERY_KEY.replacen("# Every key that a record can have.\n", "", 1).replace(from, to);
        assert!(is_read(&text), "{from:?} as {to:?}");
        assert!(read(&text, "x", "x.toml".as_ref(), &Rules::default(), Keep::Everything).is_some(), "{to:?}");
    }
}
