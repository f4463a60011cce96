//! Documents for others: what is in a page, a calendar, a feed, a site, and what must never be.

use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const CASES: &str = "tests/records/publish/cases";
const AS_OF: &str = "2024-10-01";
/// What templates write; nothing else may stand in a page.
const ELEMENTS: [&str; 51] = [
    "html",
    "head",
    "meta",
    "title",
    "link",
    "style",
    "body",
    "a",
    "nav",
    "ul",
    "li",
    "main",
    "p",
    "strong",
    "time",
    "footer",
    "article",
    "header",
    "h1",
    "h2",
    "h3",
    "bdi",
    "dl",
    "div",
    "dt",
    "dd",
    "figure",
    "figcaption",
    "svg",
    "line",
    "text",
    "rect",
    "path",
    "circle",
    "foreignObject",
    "span",
    "section",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "i",
    "defs",
    "pattern",
    "ol",
    "cite",
    "br",
    "code",
    "script",
];
const VOID: [&str; 3] = ["meta", "link", "br"];

struct Ran {
    out: String,
    err: String,
    code: i32,
}

fn run(args: &[&str]) -> Ran {
    run_with(args, &[])
}

fn run_with(args: &[&str], environment: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    command.args(args).env_remove("TIMELINE_FORMAT").env_remove("LC_ALL").env("LANG", "C.UTF-8");
    let ran = command.envs(environment.iter().copied()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { out: text(ran.stdout), err: text(ran.stderr), code: ran.status.code().unwrap() }
}

fn made(args: &[&str]) -> String {
    let ran = run(&[args, &["--cases", CASES, "--as-of", AS_OF]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out
}

/// An empty folder for one test.
fn room(name: &str) -> PathBuf {
    let room = Path::new(env!("CARGO_TARGET_TMPDIR")).join("publish").join(name);
    let _ = fs::remove_dir_all(&room);
    fs::create_dir_all(&room).unwrap();
    room
}

fn site(folder: &Path) -> Ran {
    run(&["site", folder.to_str().unwrap(), "--cases", CASES, "--as-of", AS_OF])
}

fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path))
        } else {
            found.insert(path);
        }
    }
    found
}

/// The names of all elements of a page, after checking that each is closed where it must be.
fn elements(page: &str) -> BTreeSet<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut rest = page.strip_prefix("<!DOCTYPE html>").unwrap();
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let tag = &rest[..rest.find('>').unwrap()];
        let name = tag.trim_matches('/').split_whitespace().next().unwrap();
        seen.insert(name.to_owned());
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "…{tag}>{}", rest.chars().take(80).collect::<String>());
        } else if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
            // Style and script hold text that is no markup.
            if name == "style" || name == "script" {
                rest = &rest[rest.find(&format!("</{name}>")).unwrap()..];
            }
        }
    }
    assert_eq!(open, Vec::<&str>::new());
    seen
}

#[test]
fn a_page_holds_nothing_but_what_templates_write() {
    let room = room("elements");
    assert_eq!(site(&room.join("site")).code, 0);
    let mut pages: Vec<String> = files(&room)
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "html"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    assert!(pages.len() >= 8);
    let alone = made(&["show", "hostile", "plain", "-f", "html"]);
    assert!(!alone.contains("<script"), "a case needs no script");
    pages.push(alone);
    for page in pages {
        let foreign: Vec<String> = elements(&page).into_iter().filter(|e| !ELEMENTS.contains(&e.as_str())).collect();
        assert_eq!(foreign, Vec::<String>::new());
        for attribute in ["src=", "srcset=", "style=", " on", "xlink", "action=", "url("] {
            let inside = page.split('<').skip(1).filter_map(|tag| tag.split_once('>')).map(|(tag, _)| tag);
            let bad: Vec<&str> =
                inside.filter(|tag| tag.split('"').step_by(2).any(|t| t.contains(attribute))).collect();
            assert_eq!(bad, Vec::<&str>::new(), "{attribute}");
        }
        for link in page.split("href=\"").skip(1).map(|link| link.split('"').next().unwrap()) {
            let known = link.starts_with('#') || link.starts_with("https://example.org/") || link == "data:,";
            assert!(known || !link.contains(':'), "{link}");
        }
        assert!(page.contains("default-src &#39;none&#39;"), "the policy");
    }
}

#[test]
fn texts_of_records_are_shown_and_do_nothing() {
    let page = made(&["show", "hostile", "-f", "html"]);
    for text in [
        "<h1><bdi>&#60;script&#62;document.title=&#39;ran&#39;&#60;/script&#62;\\u202Egpj &#38; &#34;quoted&#34; &#39;case&#39; ]]&#62; \\u0007</bdi></h1>",
        "<span class=\"address\"><bdi>javascript:document.title=&#39;ran&#39;</bdi></span>",
        "<bdi>سعید &#60;b&#62;Ильин&#60;/b&#62;\\u200F</bdi>",
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert!(
        !page
            .chars()
            .any(|c| c.is_control() && c != '\n' || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'))
    );
}

/// An entry of the timeline has a number and an anchor by which it is cited; the foot says of which files, by which
/// version, the page was made; paper has a head and a number on every page.
#[test]
fn a_page_can_be_cited_and_made_again() {
    let page = made(&["show", "hostile", "-f", "html"]);
    assert!(page.contains("<a class=\"item\" id=\"item-1\" href=\"#item-1\">1</a>"));
    let items = page.matches("<a class=\"item\"").count();
    assert!(items > 1 && page.contains(&format!("id=\"item-{items}\"")), "{items} entries, numbered");
    assert!(page.contains("content: \"page \" counter(page) \" of \" counter(pages)"));
    assert!(page.contains(&format!("Made by timeline {}", env!("CARGO_PKG_VERSION"))));
    let sha256 =
        timeline::load::folder::archived::sha256(Path::new(CASES).join("hostile.toml").as_path(), "hostile.toml");
    let sha256 = sha256.expect("the record is there");
    assert!(page.contains(&format!("<li><bdi>hostile.toml</bdi>: SHA-256 <code>{sha256}</code></li>")), "{sha256}");
    let both = made(&["show", "hostile", "plain", "-f", "html"]);
    assert!(both.contains("id=\"hostile-item-1\"") && both.contains("<bdi>hostile.toml</bdi>: SHA-256"));
    assert!(!both.contains("<bdi>plain.toml</bdi>: SHA-256"), "it would confirm a guess of what is withheld in it");
}

/// Nobody who reads a page has to know codes or how dates are written in records, and no signatory is hidden.
#[test]
fn a_page_is_worded_for_people() {
    let cases = room("worded");
    let record = "title = \"Ada Wren\"\nstate = \"DDR\"\nreviewed = 2026-02-20\n\n[[person]]\nid = \"wren\"\nname = \"Ada Wren\"\nrole = \"victim\"\n\n\
        [[event]]\ndate = \"[2024-12-16..2024-12-17]\"\nwhat = \"Arrested\"\nliberty = \"detained\"\n\n\
        [[event]]\ndate = \"2010-09~\"\nwhat = \"Founds the Harbour Post\"\n\n\
        [[communication]]\nref = \"UA DDR 3/2025\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"DDR\", \"The Harbour Union\"]\n\
        from = [\"Mandate one\", \"Mandate two\", \"Mandate three\"]\nsent = 2025-03-20\n\n\
        [[communication.reply]]\nfrom = \"DDR\"\ndate = 2025-04-02\nkind = \"acknowledgement\"\n";
    fs::write(cases.join("wren.toml"), record).unwrap();
    let folder = cases.to_str().unwrap();
    let ran = run(&["show", "wren", "-f", "html", "--cases", folder, "--as-of", "2026-03-01"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = &ran.out[ran.out.find("</style>").unwrap()..];
    for words in [
        "16 or 17 December 2024",
        "about September 2010",
        "<time datetime=\"2025-03-20\">20 March 2025</time>",
        "silence on record to 20 February 2026",
        "Mandate one; Mandate two; Mandate three: UA DDR 3/2025 (urgent appeal) to German Democratic Republic (until 1990); The Harbour Union",
        "last news 20 February 2026",
        "60 days after 20 March 2025</bdi> <a href=\"#rule-1\">rule&nbsp;1</a>",
        "<li id=\"rule-1\"><bdi>urgent appeal: 60 days, counted from the day after it was sent; the addressee owes the answer.</bdi> Source:",
        "<strong>Not verified: the passage itself was not read.</strong>",
        "days are counted to 20 February 2026, to which the record reaches, and to 1 March 2026 only if it lasts",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let text: String = page.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text).collect();
    assert!(!text.contains("and 2 more") && !text.contains("to DDR"), "{text}");
    // No date as records have it: four digits, a dash, two digits.
    let is_date = |at: &[u8]| {
        at.iter().zip(b"0000-00").all(|(c, like)| if *like == b'-' { c == like } else { c.is_ascii_digit() })
    };
    let found = text.as_bytes().windows(7).position(is_date).map(|at| text[at..].chars().take(40).collect::<String>());
    assert_eq!(found, None);
    let ran = run(&["show", "wren", "-f", "json", "--cases", folder, "--as-of", "2026-03-01"]);
    assert!(
        ran.out.contains("Mandate one and 2 more: UA DDR 3/2025 (urgent appeal) to DDR"),
        "programs get what they got"
    );
}

/// What turned has its word, empty years are folded, letters of which nobody knows stand in one lane, and a letter of
/// which that is known has its own.
#[test]
fn a_picture_says_what_turned() {
    let cases = room("turned");
    let event =
        |date: &str, kind: &str| format!("[[event]]\ndate = {date}\nkind = \"{kind}\"\nwhat = \"It turns\"\n\n");
    let letter = |id: &str, more: &str| {
        format!(
            "[[communication]]\nid = \"{id}\"\nprocedure = \"ngo-letter\"\nto = [\"DDR\"]\nsent = 2011-02-03\n{more}\n"
        )
    };
    let record = [
        "title = \"Ada Wren\"\nstate = \"DDR\"\n\n".to_owned(),
        event("2010-03-10", "arrest"),
        event("2010-05-10", "hearing"),
        event("2010-06-10", "verdict"),
        event("2025-01-02", "release"),
        event("2025-12-24", "death"),
        letter("one", "reply_unknown = true\n"),
        letter("two", "reply_unknown = true\n"),
        letter("three", "no_reply_as_of = 2011-09-01\n"),
    ];
    fs::write(cases.join("wren.toml"), record.concat()).unwrap();
    let folder = cases.to_str().unwrap();
    let ran = run(&["show", "wren", "-f", "html", "--cases", folder, "--as-of", "2026-03-01"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let picture = ran.out.split_once("<figure").unwrap().1.split_once("</figure>").unwrap().0;
    let words: Vec<&str> = picture.split("</text></svg>").filter_map(|part| Some(part.rsplit_once('>')?.1)).collect();
    assert_eq!(words[..4], ["arrest", "verdict", "release", "death"]);
    assert_eq!(picture.matches("class=\"turn\"").count(), 4 + 1, "with the legend");
    assert_eq!(picture.matches("class=\"fold\"").count(), 1, "from 2012 to 2024");
    assert!(!picture.contains(">2018<"), "a year of which nothing is on record");
    let lanes: Vec<&str> =
        picture.split("<div class=\"lane\"><p><bdi>").skip(1).map(|l| l.split('<').next().unwrap()).collect();
    assert_eq!(lanes, ["What happened", "three to German Democratic Republic (until 1990)", "2 letters"]);
}

/// Who reads a page gives no options.
#[test]
fn a_page_names_no_option_of_the_program() {
    let room = room("options");
    let cases = room.join("cases");
    fs::create_dir(&cases).unwrap();
    let letter = "[[communication]]\nid = \"l\"\nprocedure = \"sp-letter\"\nto = [\"YUG\"]\nsent = 2024-01-05\nreply_unknown = true\n";
    fs::write(cases.join("wren.toml"), format!("title = \"Wren\"\nstate = \"YUG\"\n\n{letter}")).unwrap();
    let site = room.join("site");
    let ran = run(&["site", site.to_str().unwrap(), "--cases", cases.to_str().unwrap(), "--as-of", "2024-10-01"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let letters = fs::read_to_string(site.join("letters.html")).unwrap();
    assert!(letters.contains("0 pending; 1 not known") && !letters.contains("--unknown"), "{letters}");
}

/// Whoever was sent one letter does not look like whoever was sent four.
#[test]
fn a_bar_is_as_long_as_there_are_letters() {
    let room = room("bars");
    let cases = room.join("cases");
    fs::create_dir(&cases).unwrap();
    let letter = |n: usize, to: &str| {
        format!(
            "[[communication]]\nid = \"l{n}\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"{to}\"]\nsent = 2024-01-05\nno_reply_as_of = 2024-09-01\n\n"
        )
    };
    let letters: String = (0..5).map(|n| letter(n, if n == 0 { "CSK" } else { "YUG" })).collect();
    fs::write(cases.join("wren.toml"), format!("title = \"Wren\"\nstate = \"YUG\"\n\n{letters}")).unwrap();
    let site = room.join("site");
    let ran = run(&["site", site.to_str().unwrap(), "--cases", cases.to_str().unwrap(), "--as-of", "2024-10-01"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = fs::read_to_string(site.join("responses.html")).unwrap();
    let plots: Vec<(&str, &str)> = page
        .split("<div class=\"plot")
        .skip(1)
        .map(|plot| {
            let group = plot.split_once("<bdi>").unwrap().1.split('<').next().unwrap();
            (group, plot.split_once("width=\"").unwrap().1.split('"').next().unwrap())
        })
        .collect();
    assert_eq!(plots[..2], [("Czechoslovakia (until 1992)", "25.00%"), ("Yugoslavia (until 2003)", "100.00%")]);
    assert!(page.find("<div class=\"plot").unwrap() < page.find("What the figures mean").unwrap());
    let index = fs::read_to_string(site.join("index.html")).unwrap();
    assert!(index.contains("<a href=\"cases/wren.html\"><bdi>Wren</bdi></a> <span class=\"id\">wren</span>"));
    let letters = fs::read_to_string(site.join("letters.html")).unwrap();
    assert!(letters.contains("href=\"#rule-1\"") && letters.contains("<li id=\"rule-1\"><bdi>urgent appeal: 60 days"));
}

#[test]
fn the_same_records_give_the_same_bytes() {
    for args in [
        &["show", "hostile", "plain", "-f", "html"][..],
        &["show", "hostile", "-f", "timelinejs"],
        &["pending", "-f", "ics"],
        &["show", "hostile", "--chart"],
    ] {
        assert_eq!(made(args), made(args), "{args:?}");
    }
    let room = room("same");
    assert_eq!((site(&room.join("a")).code, site(&room.join("b")).code), (0, 0));
    let all = |name: &str| -> Vec<(PathBuf, Vec<u8>)> {
        let folder = room.join(name);
        files(&folder).into_iter().map(|f| (f.strip_prefix(&folder).unwrap().into(), fs::read(&f).unwrap())).collect()
    };
    assert_eq!(all("a"), all("b"));
}

#[test]
fn nothing_confidential_is_in_any_document() {
    let room = room("canary");
    assert_eq!(site(&room.join("site")).code, 0);
    let hides = |text: &str| !text.to_lowercase().contains("canary");
    for path in files(&room) {
        assert!(hides(path.strip_prefix(&room).unwrap().to_str().unwrap()));
        assert!(hides(&fs::read_to_string(&path).unwrap()), "{}", path.display());
    }
    assert!(!room.join("site/cases/secret.html").exists());
    for args in [
        &["show", "plain", "-f", "html"][..],
        &["show", "plain", "-f", "timelinejs"],
        &["show", "plain", "--chart"],
        &["pending", "-f", "ics"],
        &["pending", "--chart"],
    ] {
        assert!(hides(&made(args)), "{args:?}");
    }
    let page = made(&["show", "plain", "--confidential", "-f", "html"]);
    assert!(page.contains("CANARY") && page.contains("Contains confidential entries."));
    let refused = run(&["site", room.join("other").to_str().unwrap(), "--cases", CASES, "--confidential"]);
    assert_eq!((refused.code, room.join("other").exists()), (2, false), "{}", refused.err);
    let refused = run(&["show", "plain", "--cases", CASES, "--confidential", "-f", "timelinejs"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
}

/// The values of a property in a calendar whose lines have been unfolded.
fn values<'a>(calendar: &'a str, name: &str) -> Vec<&'a str> {
    let of_name = |line: &'a str| line.strip_prefix(name).filter(|rest| rest.starts_with([':', ';']));
    calendar.lines().filter_map(of_name).map(|rest| &rest[1..]).collect()
}

#[test]
fn a_due_day_is_a_whole_day_in_a_calendar() {
    let calendar = made(&["pending", "-f", "ics"]).replace("\r\n ", "");
    assert_eq!(values(&calendar, "DTSTART"), ["VALUE=DATE:20241201", "VALUE=DATE:20240630", "VALUE=DATE:20240531"]);
    assert_eq!(values(&calendar, "DTEND"), ["VALUE=DATE:20241202", "VALUE=DATE:20240701", "VALUE=DATE:20240630"]);
    assert!(values(&calendar, "DTSTAMP").iter().all(|stamp| *stamp == "20241001T000000Z"));
    assert_eq!(calendar.matches("BEGIN:VALARM").count(), 1, "only before our own move");
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 3, "the text of a record begins none");
    let later = run(&["pending", "-f", "ics", "--cases", CASES, "--as-of", "2024-10-09"]).out.replace("\r\n ", "");
    assert_eq!(values(&calendar, "UID"), values(&later, "UID"));
    let without = run(&["pending", "-f", "ics", "--columns", "case", "--cases", CASES, "--as-of", AS_OF]);
    assert_eq!((without.code, without.out.as_str()), (2, ""), "{}", without.err);
}

#[test]
fn an_entry_of_the_feed_keeps_its_name() {
    let room = room("feed");
    let feed = |folder: &str, day: &str| {
        let folder = room.join(folder);
        let ran = run(&[
            "site",
            folder.to_str().unwrap(),
            "--cases",
            CASES,
            "--as-of",
            day,
            "--address",
            "https://a.example/x",
        ]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        fs::read_to_string(folder.join("changes.xml")).unwrap()
    };
    let ids = |feed: &str| -> BTreeSet<String> {
        feed.split("<id>").skip(1).map(|x| x.split('<').next().unwrap().to_owned()).collect()
    };
    let (before, after) = (feed("a", AS_OF), feed("b", "2024-10-09"));
    assert!(ids(&before).len() > 5);
    assert_eq!(ids(&before), ids(&after));
    assert!(before.contains("<updated>2024-10-01T00:00:00+00:00</updated>"));
    assert!(before.contains("href=\"https://a.example/x/cases/hostile.html\""));
    assert!(!before.contains(['\u{FFFE}', '\u{FFFF}', '\u{7}']), "XML forbids them");
}

/// Reference, State and day: what else a shared calendar tells, its reader asks for.
#[test]
fn a_calendar_names_nobody_unless_asked_to() {
    let bare = made(&["pending", "-f", "ics"]);
    let room = room("calendar");
    assert_eq!(site(&room.join("site")).code, 0);
    let of_site = fs::read_to_string(room.join("site/deadlines.ics")).unwrap();
    assert_eq!(bare, of_site, "the site has the same");
    let texts = ["Ana Example", "(plain)", "hostile", "ours", "Office", "Rapporteur", "A B", "document.title"];
    for text in texts {
        assert!(!bare.replace("\r\n ", "").contains(text), "{text}");
    }
    let unfolded = bare.replace("\r\n ", "");
    let summaries = values(&unfolded, "SUMMARY");
    assert_eq!(
        summaries,
        [
            "letter (ngo-letter) to another addressee: our move",
            "UA RUS 3/2024 to RUS: answer due",
            "AL GBR 9/2024 to GBR: answer due (some day from 2024-05-31 to 2024-06-29)",
        ]
    );
    let full = made(&["pending", "-f", "ics", "--titles"]).replace("\r\n ", "");
    for text in texts.iter().filter(|text| **text != "(plain)") {
        assert!(full.contains(text), "{text}");
    }
    assert_eq!(values(&full, "UID"), values(&unfolded, "UID"), "the same entries");
    for calendar in [&bare, &made(&["pending", "-f", "ics", "--titles"])] {
        let widest = calendar.split("\r\n").map(str::len).max().unwrap();
        assert!(widest <= 75 && calendar.ends_with("END:VCALENDAR\r\n"), "{widest}");
    }
    let refused = run(&["pending", "--titles", "--cases", CASES, "--as-of", AS_OF]);
    assert!(refused.code == 2 && refused.err.contains("-f ics"), "{}", refused.err);
}

/// Two like events of one day are two entries, and what was sent stays so, however it stands since.
#[test]
fn every_change_is_an_entry_of_its_own() {
    let room = room("feed-ids");
    let cases = room.join("cases");
    fs::create_dir(&cases).unwrap();
    let event = "[[event]]\ndate = 2024-02-01\nwhat = \"Hearing put off\"\n";
    let letter = "[[communication]]\nref = \"UA DDR 1/2024\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"DDR\"]\nsent = 2024-01-05\n";
    let record = format!("title = \"T\"\nstate = \"DDR\"\nreviewed = 2024-09-01\n{event}{event}{event}{letter}");
    fs::write(cases.join("x.toml"), record).unwrap();
    let feed = |day: &str| {
        let folder = room.join(day);
        let ran = run(&["site", folder.to_str().unwrap(), "--cases", cases.to_str().unwrap(), "--as-of", day]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let text = fs::read_to_string(folder.join("changes.xml")).unwrap();
        let inside = |entry: &str, tag: &str| {
            entry.split_once(&format!("<{tag}>")).unwrap().1.split('<').next().unwrap().to_owned()
        };
        let entries = text.split("<entry>").skip(1);
        entries.map(|entry| ["updated", "title", "id"].map(|tag| inside(entry, tag))).collect::<Vec<_>>()
    };
    let (waiting, late) = (feed("2024-02-20"), feed("2024-09-02"));
    for entries in [&waiting, &late] {
        let ids: BTreeSet<&String> = entries.iter().map(|[.., id]| id).collect();
        assert_eq!(ids.len(), entries.len(), "{entries:?}");
        assert_eq!(entries.iter().filter(|[_, title, _]| title == "T: Hearing put off").count(), 3);
    }
    assert!(waiting.iter().all(|entry| late.contains(entry)), "{waiting:?} {late:?}");
    let days = |change: &str| -> Vec<&str> {
        late.iter().filter(|[_, title, _]| title == change).map(|[day, ..]| &day[..10]).collect()
    };
    let letter = "T: UA DDR 1/2024 to German Democratic Republic (until 1990)";
    assert_eq!(days(letter), ["2024-01-05"]);
    assert_eq!(days(&format!("{letter}: overdue")), ["2024-03-06"]);
}

#[test]
fn timelinejs_gets_days_as_precise_as_they_are() {
    let document: Value = serde_json::from_str(&made(&["show", "hostile", "plain", "-f", "timelinejs"])).unwrap();
    let events = document["events"].as_array().unwrap();
    let slide = |text: &str| events.iter().find(|e| e["text"]["headline"].as_str().unwrap().contains(text)).unwrap();
    let month = slide("acknowledgement");
    assert_eq!((&month["start_date"]["month"], month["start_date"].get("day")), (&6.into(), None));
    let range = slide("--&#62;]]");
    assert_eq!((&range["start_date"]["day"], &range["end_date"]["month"]), (&1.into(), &8.into()));
    let texts = document.to_string();
    assert!(!texts.contains("<script") && !texts.contains("javascript:document.title='ran'\\\""));
    assert!(document["title"]["text"]["text"].as_str().unwrap().contains("2 undated entries"));
    assert_eq!(document["eras"].as_array().unwrap().len(), 2);
}

#[test]
fn a_picture_fits_the_screen() {
    for width in ["40", "80", "200"] {
        for (environment, ascii) in [(("LC_ALL", "C"), true), (("LC_ALL", "C.UTF-8"), false)] {
            let args = ["pending", "--chart", "--cases", "cases", "--as-of", "2026-11-24"];
            let ran = run_with(&args, &[environment, ("COLUMNS", width)]);
            assert_eq!(ran.code, 0);
            let widest = ran.out.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(widest <= width.parse().unwrap(), "{widest} of {width}");
            let drawn = ran.out.contains("==");
            assert_eq!((drawn, ran.out.is_ascii()), (ascii, ascii), "{}", ran.out);
        }
    }
    let both = run(&["pending", "--chart", "-f", "csv", "--cases", CASES]);
    assert_eq!((both.code, both.out.as_str()), (2, ""));
}

#[test]
fn a_format_that_a_command_does_not_write_is_refused() {
    for (args, says) in [
        (&["list", "-f", "html"][..], "only show writes html"),
        (&["stats", "-f", "ics"], "only pending writes ics"),
        (&["show", "plain", "-f", "ics"], "only pending writes ics"),
        (&["pending", "-f", "timelinejs"], "only show writes timelinejs: `timeline show CASE -f timelinejs`"),
        (&["list", "-f", "htm"], "did you mean html?"),
    ] {
        let ran = run(&[args, &["--cases", CASES]].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(says), "{}", ran.err);
    }
}
