//! Names of confidential people: found in the text of every record, and kept out of what goes to others.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

struct Ran {
    out: String,
    err: String,
    code: i32,
}

/// A folder of invented records.
struct Cases(PathBuf);

impl Cases {
    fn new(test: &str, records: &[(&str, &str)]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("names").join(test);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("cases")).unwrap();
        let cases = Self(folder);
        records.iter().for_each(|(id, text)| cases.write(id, text));
        cases
    }

    fn write(&self, id: &str, text: &str) {
        fs::write(self.0.join("cases").join(id).with_extension("toml"), text).unwrap();
    }

    fn run(&self, args: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
        command.args(args).args(["--as-of", "2024-10-01", "--cases"]).arg(self.0.join("cases"));
        let ran = command.env_clear().env("LC_ALL", "C.UTF-8").output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { out: text(ran.stdout), err: text(ran.stderr), code: ran.status.code().unwrap() }
    }

    /// The files, lines and codes that `check` names as errors.
    fn found(&self, args: &[&str]) -> Vec<String> {
        let ran = self.run(&[&["check", "-f", "tsv", "--no-header"], args].concat());
        let errors = ran.out.lines().map(|line| line.split('\t').collect::<Vec<_>>()).filter(|line| line[0] == "error");
        errors.map(|line| format!("{} {} {}", line[1], line[2].rsplit('/').next().unwrap(), line[3])).collect()
    }
}

const TOP: &str = "title = \"T\"\nstate = \"DDR\"\n";
const WITNESS: &str = "[[person]]\nid = \"p\"\nname = \"Ada Wren\"\nother_names = [\"Áda Kestrel\"]\nrole = \"witness\"\nconfidential = true\n";

fn record(rest: &str) -> String {
    format!("{TOP}{rest}")
}

fn tells_no_name(ran: &Ran) {
    for text in [&ran.out, &ran.err] {
        let low = text.to_lowercase();
        assert!(!low.contains("wren") && !low.contains("kestrel"), "{text}");
    }
}

#[test]
fn a_name_is_looked_for_in_every_record() {
    let cases = Cases::new(
        "across",
        &[
            ("a", &record(&format!("summary = \"About nobody\"\n{WITNESS}"))),
            ("b", &record("[[event]]\nwhat = \"ADA  WREN saw it\"\n\n[[event]]\nwhat = \"A wren\"\n")),
            (
                "c",
                &record(
                    "[[source]]\nid = \"letter-of-kestrel-ada\"\ntitle = \"x\"\nurl = \"https://a.example/ada_wren\"\n",
                ),
            ),
            ("adawren-2", &record("summary = \"x\"\n")),
            ("d", &record("related = [\"adawren-2\"]\n[[event]]\nwhat = \"Ada Wren\"\nconfidential = true\n")),
            ("e", &format!("confidential = true\n{TOP}summary = \"Ada Wren\"\n")),
        ],
    );
    assert_eq!(
        cases.found(&[]),
        [
            "confidential-name adawren-2.toml ",
            "confidential-name b.toml 4",
            "confidential-name c.toml 4",
            "confidential-name c.toml 6",
            "confidential-name d.toml 3",
        ]
    );
    assert_eq!(cases.found(&["b"]), ["confidential-name b.toml 4"]);
    tells_no_name(&cases.run(&["check", "b"]));
    // A file that need not be in the folder is held against it too.
    let outside = cases.0.join("draft.toml");
    fs::write(&outside, record("summary = \"Ada Wren\"\n")).unwrap();
    assert!(cases.run(&["check", outside.to_str().unwrap()]).out.contains("confidential-name"));
}

#[test]
fn what_goes_to_others_is_refused_for_the_record_at_fault() {
    let letter = "[[communication]]\nref = \"UA DDR 1/2024\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"DDR\"]\nsent = 2024-09-05\n";
    let cases = Cases::new(
        "refused",
        &[
            ("a", &record(WITNESS)),
            ("b", &record(&format!("[[event]]\nwhat = \"ADA WREN saw it\"\ndate = 2024-01-01\n{letter}"))),
            (
                "c",
                &record(&format!(
                    "[[event]]\nwhat = \"Nobody is named\"\ndate = 2024-01-01\n{}",
                    letter.replace(" 1/", " 2/")
                )),
            ),
        ],
    );
    for form in ["html", "timelinejs"] {
        let alone = cases.run(&["show", "b", "-f", form]);
        assert_eq!((alone.code, alone.out.as_str()), (2, ""), "{}", alone.err);
        assert!(alone.err.contains("cases/b.toml:4:8: `what` names a confidential person"), "{}", alone.err);
        tells_no_name(&alone);
        let both = cases.run(&["show", "b", "c", "-f", form]);
        assert_eq!(both.code, 2);
        assert!(both.out.contains("Nobody is named") && both.err.contains("cases/b.toml:4"), "{}", both.err);
        tells_no_name(&both);
        let open = cases.run(&["show", "c", "-f", form]);
        assert_eq!((open.code, open.err.contains("error")), (0, false), "{}", open.err);
    }
    let calendar = cases.run(&["pending", "-f", "ics"]);
    assert_eq!(calendar.code, 2);
    assert!(calendar.out.contains("DDR 2/2024") && !calendar.out.contains("DDR 1/2024"), "{}", calendar.out);
    assert!(calendar.err.contains("cases/b.toml:4"));
    // `show` on a screen shows the record; what is made for others (page, site, document) is refused.
    assert_eq!(cases.run(&["show", "b", "c"]).code, 0);
    assert_eq!(cases.run(&["pending"]).code, 0);
    let inside = cases.run(&["show", "a", "b", "--confidential", "-f", "html"]);
    assert!(inside.code == 0 && inside.out.contains("ADA WREN"), "{}", inside.err);
}

#[test]
fn a_site_is_not_built_while_a_record_is_at_fault() {
    let cases = Cases::new("site", &[("a", &record(WITNESS)), ("b", &record("summary = \"x\"\n"))]);
    let site = cases.0.join("public");
    let build = || cases.run(&["site", site.to_str().unwrap()]);
    assert_eq!(build().code, 0);
    let before = fs::read(site.join("cases/b.html")).unwrap();
    cases.write("b", &record("summary = \"Ada Wren's story\"\n"));
    let refused = build();
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("cases/b.toml:3:11") && refused.err.contains("not built"), "{}", refused.err);
    assert!(refused.err.contains("may hold the name"), "{}", refused.err);
    tells_no_name(&refused);
    assert_eq!(fs::read(site.join("cases/b.html")).unwrap(), before);
    cases.write("b", &record("summary = \"Her story\"\n"));
    assert_eq!(build().code, 0);
}

/// Of a case that is withheld as a whole, the people who are marked themselves are looked for. To name the case is no
/// fault: what is withheld is taken out of `related`.
#[test]
fn a_withheld_case_protects_whom_it_marks() {
    let person = |name: &str, mark: &str| {
        let id = name.to_lowercase().replace(' ', "-");
        format!("[[person]]\nid = \"{id}\"\nname = \"{name}\"\nrole = \"victim\"\n{mark}")
    };
    let secret =
        format!("confidential = true\n{TOP}{}{}", person("Ada Wren", "confidential = true\n"), person("Bo Heron", ""));
    let cases = Cases::new(
        "whole",
        &[
            ("ada-wren", &secret),
            ("b", &record("related = [\"ada-wren\"]\n[[event]]\nwhat = \"Ada Wren and Bo Heron\"\n")),
            ("c", &record("summary = \"Bo Heron\"\n")),
        ],
    );
    assert_eq!(cases.found(&[]), ["confidential-name b.toml 5"]);
    // The same name openly in another record is at fault too.
    cases.write("d", &record(&person("Ada Wren", "")));
    assert_eq!(cases.found(&["d"]), ["confidential-name d.toml 4", "confidential-name d.toml 5"]);
}

/// The names in a record that cannot be read are looked for as far as they can be.
#[test]
fn a_broken_record_still_protects() {
    for broken in [
        record(&format!("stat = 1\n{WITNESS}")),
        record(&WITNESS.replace("= true", "= tru")),
        record(&format!("{WITNESS}\n[[event]\nwhat = \n")),
        record(&WITNESS.replace("confidential", "confidental")),
    ] {
        let cases = Cases::new("broken", &[("a", &broken), ("b", &record("summary = \"Ada Wren\"\n"))]);
        let ran = cases.run(&["show", "b", "-f", "html"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{broken}");
        tells_no_name(&ran);
    }
    let cases = Cases::new("latin", &[("b", &record("summary = \"Ada Wren\"\n"))]);
    let latin = [record(WITNESS).replace("Áda", "A").into_bytes(), b"# caf\xe9\n".to_vec()].concat();
    fs::write(cases.0.join("cases/a.toml"), latin).unwrap();
    assert_eq!(cases.run(&["show", "b", "-f", "html"]).code, 2);
}

/// However long and however many the names are, the texts are read once.
#[test]
fn hundreds_of_long_names_are_looked_for_in_a_moment() {
    let long = |n: usize| format!("Wren{n} {}", "of the Old Harbour beside the Sea ".repeat(20 + n % 7));
    let people: String = (0..600)
        .map(|n| {
            format!("[[person]]\nid = \"p{n}\"\nname = \"{}\"\nrole = \"witness\"\nconfidential = true\n", long(n))
        })
        .collect();
    let text = "Nobody of the Old Harbour beside the Sea was seen there. ".repeat(20_000);
    let cases = Cases::new(
        "many",
        &[
            ("a", &record(&people)),
            ("b", &record(&format!("[[event]]\nwhat = \"{text}\"\n[[event]]\nwhat = \"{}\"\n", long(599)))),
        ],
    );
    let begun = Instant::now();
    assert_eq!(cases.found(&["b"]), ["confidential-name b.toml 6"]);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}
