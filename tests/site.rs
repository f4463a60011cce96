//! The folder of a site: what it takes the place of, what it leaves alone, and what is left after a fault.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const CASES: &str = "tests/records/publish/cases";
const AS_OF: &str = "2024-10-01";
const MARKER: &str = ".timeline-site";

struct Ran {
    err: String,
    code: i32,
}

fn build(folder: &Path, cases: &Path) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    command.args(["site", "--as-of", AS_OF]).arg(folder).arg("--cases").arg(cases);
    let ran = command.env_remove("TIMELINE_FORMAT").output().unwrap();
    assert!(ran.stdout.is_empty());
    Ran { err: String::from_utf8(ran.stderr).unwrap(), code: ran.status.code().unwrap() }
}

fn site(folder: &Path) -> Ran {
    build(folder, Path::new(CASES))
}

/// Refused, for this reason.
fn refused(ran: &Ran, why: &str) {
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains(why), "{}", ran.err);
}

/// An empty folder for one test.
fn room(name: &str) -> PathBuf {
    let room = Path::new(env!("CARGO_TARGET_TMPDIR")).join("site").join(name);
    let _ = fs::remove_dir_all(&room);
    fs::create_dir_all(&room).unwrap();
    room
}

/// Everything below a folder, links as what they are.
fn held(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if fs::symlink_metadata(&path).unwrap().is_dir() {
            found.extend(held(&path));
        }
        found.insert(path);
    }
    found
}

/// The names beside a site.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Adds lines to the list of a site, as a merge or a stranger may.
fn list(site: &Path, lines: &[&str]) {
    let marker = site.join(MARKER);
    let text = fs::read_to_string(&marker).unwrap();
    fs::write(&marker, format!("{text}\n{}\n", lines.join("\n"))).unwrap();
}

#[test]
fn a_site_takes_the_place_of_a_site_and_of_nothing_else() {
    let room = room("place");
    let folder = room.join("site");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("mine.txt"), "mine").unwrap();
    let refused = site(&folder);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("not empty"), "{}", refused.err);
    assert_eq!(fs::read_to_string(folder.join("mine.txt")).unwrap(), "mine");

    fs::remove_file(folder.join("mine.txt")).unwrap();
    assert_eq!(site(&folder).code, 0, "an empty folder");
    let ran = site(&folder);
    assert!(ran.err.contains("0 files written"), "{}", ran.err);

    fs::write(folder.join("cases/mine.txt"), "mine").unwrap();
    let refused = site(&folder);
    assert!(refused.code == 2 && refused.err.contains("cases/mine.txt"), "{}", refused.err);
    assert_eq!(fs::read_to_string(folder.join("cases/mine.txt")).unwrap(), "mine");
    fs::remove_file(folder.join("cases/mine.txt")).unwrap();

    fs::write(folder.join("index.html"), "changed by hand").unwrap();
    let ran = site(&folder);
    assert!(ran.err.contains("1 file written"), "{}", ran.err);
    assert!(fs::read_to_string(folder.join("index.html")).unwrap().contains("</html>"));
    let left: Vec<_> = fs::read_dir(&room).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["site"], "nothing is left beside it");

    let file = room.join("file");
    fs::write(&file, "").unwrap();
    assert_eq!(site(&file).code, 2);
}

#[cfg(unix)]
#[test]
fn a_file_that_stays_the_same_is_not_written_again() {
    use std::os::unix::fs::MetadataExt as _;
    let room = room("kept");
    let folder = room.join("site");
    let cases = room.join("cases");
    fs::create_dir(&cases).unwrap();
    for name in ["hostile.toml", "plain.toml"] {
        fs::copy(Path::new(CASES).join(name), cases.join(name)).unwrap();
    }
    let build = || self::build(&folder, &cases);
    let file = |path: &str| fs::metadata(folder.join(path)).map(|m| m.ino()).ok();
    assert_eq!(build().code, 0);
    let before = (file("cases/hostile.html"), file("cases/plain.html"), file("method.html"));
    let text = fs::read_to_string(cases.join("plain.toml")).unwrap();
    fs::write(cases.join("plain.toml"), text.replace("title = \"Ana Example\"", "title = \"Ana Example II\"")).unwrap();
    assert_eq!(build().code, 0);
    assert_eq!((file("cases/hostile.html"), file("method.html")), (before.0, before.2));
    assert_ne!(file("cases/plain.html"), before.1);

    fs::remove_file(cases.join("hostile.toml")).unwrap();
    fs::write(cases.join("plain.toml"), "title = \"Ana\"\nstate = \"GBR\"\n").unwrap();
    assert_eq!(build().code, 0);
    assert_eq!(file("cases/hostile.html"), None, "a case that is gone has no page");

    let before = file("index.html");
    fs::write(cases.join("broken.toml"), "title = \"Ana\"\nstat = \"GBR\"\n").unwrap();
    let refused = build();
    assert!(refused.code == 2 && refused.err.contains("broken.toml:2"), "{}", refused.err);
    assert_eq!(file("index.html"), before, "the old site stays");
}

/// Whatever lines the list of a site has: nothing outside is touched, nothing inside that no site can have.
#[test]
fn a_line_of_the_list_deletes_nothing() {
    let room = room("lines");
    let folder = room.join("site");
    let record = room.join("cases/a.toml");
    fs::create_dir(room.join("cases")).unwrap();
    fs::write(&record, "title = \"A\"\nstate = \"DDR\"\n").unwrap();
    let kept = room.join("kept.txt");
    fs::write(&kept, "kept").unwrap();
    let build = || self::build(&folder, &room.join("cases"));
    assert_eq!(build().code, 0);
    list(&folder, &["", "../cases/a.toml", "../kept.txt", kept.to_str().unwrap(), "..", "cases/../../kept.txt", "."]);
    assert_eq!(build().code, 0);
    assert_eq!(fs::read_to_string(&kept).unwrap(), "kept");
    assert!(record.exists());
    assert_eq!(names(&room), ["cases", "kept.txt", "site"]);

    // What a repository keeps there is nobody's page, whatever the list says.
    list(&folder, &[".git/config"]);
    fs::create_dir(folder.join(".git")).unwrap();
    fs::write(folder.join(".git/config"), "ours").unwrap();
    refused(&build(), ".git");
    assert_eq!(fs::read_to_string(folder.join(".git/config")).unwrap(), "ours");
}

#[test]
fn what_is_not_of_the_site_stays_with_the_old_site() {
    let room = room("foreign");
    let folder = room.join("site");
    assert_eq!(site(&folder).code, 0);
    let before = held(&folder);
    for foreign in ["empty", "cases/empty"] {
        fs::create_dir(folder.join(foreign)).unwrap();
        refused(&site(&folder), foreign);
        assert!(folder.join(foreign).is_dir());
        fs::remove_dir(folder.join(foreign)).unwrap();
    }
    assert_eq!((held(&folder), names(&room)), (before, vec!["site".to_owned()]));
}

#[cfg(unix)]
#[test]
fn a_link_or_a_pipe_in_the_site_is_not_of_the_site() {
    use std::os::unix::fs::symlink;
    let room = room("links");
    let folder = room.join("site");
    assert_eq!(site(&folder).code, 0);
    let kept = room.join("kept.txt");
    fs::write(&kept, "kept").unwrap();
    fs::remove_file(folder.join("method.html")).unwrap();
    symlink(&kept, folder.join("method.html")).unwrap();
    refused(&site(&folder), "method.html");
    fs::remove_file(folder.join("method.html")).unwrap();

    // A folder of the site that is a link leads elsewhere.
    fs::rename(folder.join("data"), room.join("data")).unwrap();
    symlink(room.join("data"), folder.join("data")).unwrap();
    refused(&site(&folder), "data");
    fs::remove_file(folder.join("data")).unwrap();
    assert!(room.join("data/cases.csv").exists());

    // The list of files is never waited for.
    fs::remove_file(folder.join(MARKER)).unwrap();
    assert!(Command::new("mkfifo").arg(folder.join(MARKER)).status().unwrap().success());
    refused(&site(&folder), "not of the site");
    let link = room.join("link");
    symlink(&folder, &link).unwrap();
    refused(&site(&link), "not a link");
    refused(&site(&link.join("")), "not a link");
    assert_eq!(fs::read_to_string(&kept).unwrap(), "kept");
}

#[test]
fn a_folder_of_others_beside_the_site_is_left_alone() {
    let room = room("beside");
    let beside = room.join(".site.building");
    fs::create_dir(&beside).unwrap();
    fs::write(beside.join("mine.txt"), "mine").unwrap();
    refused(&site(&room.join("site")), "mine.txt");
    // Not even with a list that names it in a way that no site would.
    fs::write(beside.join(MARKER), "This folder was made by somebody else\nmine.txt\n").unwrap();
    refused(&site(&room.join("site")), "move it away");
    assert_eq!(fs::read_to_string(beside.join("mine.txt")).unwrap(), "mine");
    assert!(!room.join("site").exists());
}

/// A build that was interrupted anywhere is swept away by the next one.
#[test]
fn what_an_interrupted_build_left_is_removed() {
    let room = room("interrupted");
    let (folder, beside) = (room.join("site"), room.join(".site.building"));
    assert_eq!(site(&folder).code, 0);
    let whole = held(&folder);
    let copy = || {
        fs::create_dir_all(&beside).unwrap();
        for path in &whole {
            let to = beside.join(path.strip_prefix(&folder).unwrap());
            if path.is_dir() { fs::create_dir_all(to).unwrap() } else { fs::copy(path, to).map(drop).unwrap() }
        }
    };
    let left: [(&str, &dyn Fn()); 6] = [
        ("an empty folder", &|| fs::create_dir_all(&beside).unwrap()),
        ("an empty list", &|| {
            fs::create_dir_all(&beside).unwrap();
            fs::write(beside.join(MARKER), "").unwrap();
        }),
        ("a list cut off", &|| {
            fs::create_dir_all(&beside).unwrap();
            fs::write(beside.join(MARKER), "This folder was made").unwrap();
        }),
        ("a list and folders", &|| {
            copy();
            whole.iter().filter(|path| path.is_file() && !path.ends_with(MARKER)).for_each(|path| {
                fs::remove_file(beside.join(path.strip_prefix(&folder).unwrap())).unwrap();
            });
        }),
        ("half of the files", &|| {
            copy();
            fs::remove_file(beside.join("index.html")).unwrap();
        }),
        ("all of it", &copy),
    ];
    for (what, leave) in left {
        leave();
        let ran = site(&folder);
        assert_eq!((ran.code, names(&room)), (0, vec!["site".to_owned()]), "{what}: {}", ran.err);
        assert_eq!(held(&folder), whole, "{what}");
    }
    // Interrupted between the steps of an exchange, where the system has no single one.
    fs::rename(&folder, room.join(".site.exchanging")).unwrap();
    let ran = site(&folder);
    assert!(ran.err.contains("0 files written"), "the old site was put back: {}", ran.err);
    assert_eq!(names(&room), ["site"]);
}

#[test]
fn a_site_is_not_made_where_it_would_do_harm() {
    let room = room("harm");
    let cases = room.join("cases");
    fs::create_dir_all(cases.join("rus")).unwrap();
    fs::write(cases.join("a.toml"), "title = \"A\"\nstate = \"DDR\"\n").unwrap();
    let before = held(&room);
    for place in ["cases", "cases/site", "cases/rus/site", "new/../cases/site", "new/../new/site", "."] {
        refused(&build(&room.join(place), &cases), "site");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&cases, room.join("link")).unwrap();
        refused(&build(&room.join("link/site"), &cases), "folder of cases");
        fs::remove_file(room.join("link")).unwrap();
    }
    // A list that names records: the folder of cases is inside.
    fs::write(
        room.join(MARKER),
        "This folder was made by `timeline site`, which replaces it. Its files:\ncases/a.toml",
    )
    .unwrap();
    refused(&build(&room, &cases), "folder of cases");
    fs::remove_file(room.join(MARKER)).unwrap();
    assert_eq!(held(&room), before);
    refused(&site(Path::new("/")), "cannot be a site");
    refused(&site(Path::new("/proc")), "not a site made before");
}

#[cfg(unix)]
#[test]
fn modes_are_kept() {
    use std::os::unix::fs::PermissionsExt as _;
    let room = room("modes");
    let folder = room.join("site");
    let mode = |path: &str| fs::metadata(folder.join(path)).unwrap().permissions().mode() & 0o7777;
    let set = |path: &str, mode| fs::set_permissions(folder.join(path), fs::Permissions::from_mode(mode)).unwrap();
    // An empty folder is the old site too.
    fs::create_dir(&folder).unwrap();
    set("", 0o2750);
    assert_eq!(site(&folder).code, 0);
    assert_eq!(mode(""), 0o2750);
    set("cases", 0o711);
    set("index.html", 0o640);
    fs::write(folder.join("index.html"), "changed by hand").unwrap();
    assert_eq!(site(&folder).code, 0);
    assert_eq!((mode(""), mode("cases"), mode("index.html")), (0o2750, 0o711, 0o640));
}

/// A number that rests on something withheld is not known, and an empty list says why it is empty.
#[test]
fn what_is_withheld_is_not_taken_for_none() {
    let room = room("withheld");
    let cases = room.join("cases");
    fs::create_dir(&cases).unwrap();
    let open = "title = \"A\"\nstate = \"DDR\"\n[[person]]\nid = \"v\"\nname = \"Ada Wren\"\nrole = \"victim\"\n";
    let hidden = "[[event]]\nwhat = \"CANARY\"\nkind = \"arrest\"\nliberty = \"detained\"\ndate = 2024-01-01\nconfidential = true\n";
    let pages = |records: &[(&str, &str)]| {
        let _ = fs::remove_dir_all(&cases);
        fs::create_dir(&cases).unwrap();
        records.iter().for_each(|(name, text)| fs::write(cases.join(name), text).unwrap());
        let folder = room.join("site");
        let ran = build(&folder, &cases);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ["index", "detained", "demands"]
            .map(|page| fs::read_to_string(folder.join(page).with_extension("html")).unwrap())
    };
    let figure = |page: &str, name: &str| {
        let rest = page.split_once(&format!("<dt>{name}</dt><dd>")).unwrap().1;
        rest.split('<').next().unwrap().to_owned()
    };
    let [index, detained, demands] = pages(&[("a.toml", open)]);
    assert_eq!(figure(&index, "people deprived of liberty"), "0");
    assert!(detained.contains("None on record.") && demands.contains("None on record."));

    let [index, detained, demands] = pages(&[("a.toml", &format!("{open}{hidden}"))]);
    assert_eq!(figure(&index, "people deprived of liberty"), "not known");
    assert_eq!((figure(&index, "cases"), figure(&index, "demands outstanding")), ("1".to_owned(), "0".to_owned()));
    assert!(!detained.contains("None on record.") && detained.contains("something is withheld"));
    assert!(!detained.contains("· 0 people"), "nor does the line above it say so");
    assert!(demands.contains("None on record."));

    // Where a whole case is withheld, nothing is known to be all.
    let secret = "title = \"CANARY\"\nstate = \"DDR\"\nconfidential = true\n";
    let [index, detained, demands] = pages(&[("a.toml", open), ("b.toml", secret)]);
    assert_eq!(figure(&index, "cases"), "1 or more");
    assert_eq!(figure(&index, "letters pending"), "not known");
    for page in [detained, demands] {
        assert!(!page.contains("None on record.") && !page.contains("CANARY"));
    }
}
