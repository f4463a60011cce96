use super::*;

/// Every key that a record can have.
const EVERY_KEY: &str = include_str!("../../../tests/records/everything.toml");

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
    for (from, to) in [("repeats = \"free\"", "repeats = \"pay\""), ("by = \"pay\"", "by = \"free\"")] {
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
