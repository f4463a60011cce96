//! The pipelines of the README, run by a shell: each succeeds and prints something.

#![allow(clippy::disallowed_methods, reason = "the shell needs a PATH with the program in it")]

use std::{path::Path, process::Command};

/// Blocks marked `sh` in the README; one command a line, comments aside.
fn recipes() -> Vec<String> {
    let readme = std::fs::read_to_string("README.md").expect("the README");
    let mut recipes = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside && !line.is_empty() && !line.starts_with('#') => recipes.push(line.to_owned()),
            _ => {}
        }
    }
    recipes
}

#[test]
fn every_pipeline_of_the_readme_works() {
    let program = Path::new(env!("CARGO_BIN_EXE_timeline"));
    let folder = program.parent().expect("the folder of the program");
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
    let recipes = recipes();
    assert!(recipes.len() >= 6, "{recipes:?}");
    let has_jq = Command::new("jq").arg("--version").output().is_ok_and(|output| output.status.success());
    for recipe in recipes.iter().filter(|recipe| has_jq || !recipe.contains("| jq ")) {
        let output = Command::new("sh")
            .args(["-c", recipe])
            .env("PATH", &path)
            .env("TIMELINE_CASES", "tests/archive")
            .output()
            .expect("a shell");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{recipe}: {errors}");
        assert!(!output.stdout.is_empty(), "{recipe}: prints nothing; {errors}");
        assert!(!errors.contains("error"), "{recipe}: {errors}");
    }
}
