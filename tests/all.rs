//! All tests of the program from outside, in one crate: linked once, they are built in a fraction of the time.
//!
//! Each file is a module with tests of its own; one alone: `cargo test --test all calendar::`.

mod arguments;
mod calendar;
mod canary;
mod check;
mod chronology;
mod claims;
mod clock;
mod cmd;
mod contradictions;
mod copies;
mod date_hints;
mod demands;
mod differential;
mod documents;
mod edit;
mod edit_ask;
mod edit_bytes;
mod edit_change;
mod edit_editor;
mod edit_protocol;
mod edit_rights;
mod edit_windows;
mod edtf;
mod everywhere;
mod export;
mod folder;
mod format;
mod gather;
mod git;
mod history;
mod import;
mod invalid;
mod joined_marks;
mod liberty;
mod marked;
mod names;
mod office;
mod origin;
mod picture;
mod protection;
mod publish;
mod recipes;
mod reports;
mod repository;
mod revisions;
mod rules;
mod schema;
mod screens;
mod seal;
mod secrets;
mod shared;
mod shell;
mod site;
mod start;
mod states;
mod warned;
mod widths;
mod withholding;

/// A file that is not named here would not be run.
#[test]
fn every_file_is_named() {
    let named = include_str!("all.rs");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests")).expect("the tests") {
        let path = entry.expect("an entry").path();
        let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        if path.extension().is_some_and(|ending| ending == "rs") && stem != "all" {
            assert!(named.contains(&format!("\nmod {stem};\n")), "tests/all.rs does not name {stem}");
        }
    }
}
