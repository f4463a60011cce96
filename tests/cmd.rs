//! Transcripts: every command in `tests/cmd/` and every example in the README is run and compared.
//!
//! They use the invented cases of `tests/archive`, as on a terminal of 80 columns without colour.
//! To write changed output into them, look at it, and keep it: `TRYCMD=overwrite cargo test --test all transcripts`.

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .case("tests/cmd/*.md")
        .case("README.md")
        .env("TIMELINE_CASES", "tests/archive")
        .env("TIMELINE_FORMAT", "table")
        .env("COLUMNS", "80")
        .env("LC_ALL", "C.UTF-8")
        .env("NO_COLOR", "1")
        .env("TZ", "UTC");
}
