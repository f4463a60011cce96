//! Which of several copies of one letter is at fault, how much of that is told, and what it leaves unknown.

use std::path::{Path, PathBuf};
use timeline::{
    load::{
        self, Loaded,
        check::across::{self, CaseIds},
        problem::{Code, Privacy},
    },
    model::rule::Rules,
    withhold::withhold,
};

const TOP: &str = "title = \"T\"\nstate = \"DDR\"\n";

/// A record with one letter, sent on that day of May.
fn letter(day: u8, more: &str) -> String {
    format!(
        "{TOP}\n[[communication]]\nref = \"UA DDR 3/2019\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"DDR\"]\nsent = 2019-05-{day}\n{more}"
    )
}

/// Records checked against each other; `written` is the id of the one that is about to be written.
fn checked(records: &[(&str, String)], written: Option<&str>) -> Loaded {
    let mut all = Loaded::default();
    for (id, record) in records {
        let one = load::text(id, Path::new(&format!("{id}.toml")), record, &Rules::default());
        assert!(one.problems.is_empty(), "{record}: {:?}", one.problems);
        all.cases.extend(one.cases);
    }
    let written = written.map(|id| PathBuf::from(format!("{id}.toml")));
    across::check(&mut all, &CaseIds::new(&[]), written.as_deref());
    assert!(all.problems.iter().all(|problem| problem.code == Code::ContradictingCopies));
    all
}

#[test]
fn the_copy_that_contradicts_most_is_at_fault_else_the_later_or_what_is_written() {
    for (days, written, odd) in [
        (&[27, 27, 27][..], None, ""),
        // Of two the later, unless another one is written.
        (&[27, 28], None, "b"),
        (&[27, 28], Some("b"), "b"),
        (&[27, 28], Some("a"), "a"),
        // One against two, wherever it lies and whatever is written.
        (&[28, 27, 27], None, "a"),
        (&[27, 28, 27], None, "b"),
        (&[27, 27, 28], None, "c"),
        (&[27, 28, 27], Some("a"), "b"),
        // Two of two others: those that agree with the first stand.
        (&[27, 28, 28, 27], None, "b c"),
        (&[27, 28, 28, 27], Some("a"), "d a"),
    ] {
        let records: Vec<(&str, String)> =
            ["a", "b", "c", "d"].into_iter().zip(days.iter().map(|day| letter(*day, ""))).collect();
        let loaded = checked(&records, written);
        let named: Vec<_> = loaded.problems.iter().filter_map(|problem| problem.file.file_stem()?.to_str()).collect();
        assert_eq!(named.join(" "), odd, "{days:?}, written {written:?}");
    }
}

/// A message names the other file and its line: it is told no further than either copy may be.
#[test]
fn a_contradiction_is_told_no_further_than_both_copies_may_be() {
    const MARK: &str = "confidential = true\n";
    let case = |day| format!("{MARK}{}", letter(day, ""));
    for (first, odd, privacy) in [
        (letter(27, ""), letter(28, ""), Privacy::Open),
        (letter(27, MARK), letter(28, ""), Privacy::Entry),
        (letter(27, ""), letter(28, MARK), Privacy::Entry),
        (letter(27, MARK), letter(28, MARK), Privacy::Entry),
        (case(27), letter(28, ""), Privacy::Entry),
        (letter(27, ""), case(28), Privacy::Case),
        (case(27), case(28), Privacy::Case),
    ] {
        let of = format!("{first}\n{odd}");
        let loaded = checked(&[("a", first), ("b", odd)], None);
        let told: Vec<Privacy> = loaded.problems.iter().map(|problem| problem.privacy).collect();
        assert_eq!(told, [privacy], "{of}");
        // Where one of them is withheld, the other may be wrong.
        let unknown: Vec<bool> = loaded.cases.iter().map(|case| !case.communications[0].withheld.is_empty()).collect();
        assert_eq!(unknown, [privacy != Privacy::Open; 2], "{of}");
        let told = format!("{:?}", withhold(loaded).problems);
        assert_eq!(told.contains("a.toml"), privacy == Privacy::Open, "{of}: {told}");
    }
}
