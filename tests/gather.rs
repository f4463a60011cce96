//! A list made record by record says what a list of the whole archive at once says, whatever is asked.

use clap::Parser;
use std::{
    fs,
    path::{Path, PathBuf},
};
use timeline::{
    cli::{Cli, Command, GlobalOptions},
    gather::{Archive, Beside, gather},
    help,
    load::{
        self,
        folder::{Found, rules},
        problem::Problem,
        record::keep::Keep,
    },
    model::{rule::Rules, wording::Wording},
    progress::Progress,
    report::{
        Report, World, changes,
        filter::Wanted,
        listing::{self, List},
        made::{Made, Places},
        rows::{Part, Sink},
        stats::{self, Figures},
        why::{self, Concerned, Likes},
    },
    withhold::{Open, Withheld, include, withhold},
};

/// What came of a list: the report, the problems, what was left out.
type Told = (Report, Vec<Problem>, Withheld);

fn world<'a>(cases: &'a [Open], rules: &'a Rules, shared: &GlobalOptions) -> World<'a> {
    World { cases, rules, as_of: shared.as_of.expect("a day"), wording: Wording::Short }
}

/// With all cases at hand.
fn whole<L: List>(list: &L, folder: &Path, rules: &Rules, shared: &GlobalOptions) -> Told {
    let ids = list.ids();
    let loaded = load::all(folder, rules);
    let opened = if shared.confidential { include(loaded) } else { withhold(loaded) }.shared();
    let asked = ids.iter().filter_map(|id| opened.cases.iter().find(|case| case.id == *id)).cloned();
    let cases = if ids.is_empty() { opened.cases.clone() } else { asked.collect() };
    let report = listing::report(list, &world(&cases, rules, shared)).expect("a report");
    (report, opened.problems, opened.withheld)
}

/// Reads record by record, and makes something of them.
fn read<T: Made>(
    (folder, shared, keep, ids): (&Path, &GlobalOptions, Keep, &[String]),
    rules: &Rules,
    wanted: &[Wanted<'_>],
    work: impl Fn(&[Open], Places<'_>, &mut T) + Sync,
) -> (Vec<T>, Vec<Problem>, Beside) {
    let progress = Progress::default();
    let (files, mut problems) = load::files(folder, &progress);
    let read = |found: &Found, buffer: &mut Vec<u8>| load::file(found, rules, keep, buffer);
    let archive = Archive { files: &files, read: &read, confidential: shared.confidential, ids, today: None };
    let (parts, beside) = gather(&archive, wanted, &progress, work);
    problems.extend(beside.problems.clone());
    problems.sort_by(Problem::order);
    (parts, problems, beside)
}

/// A list record by record.
fn gathered<L: List + Sync>(list: &L, folder: &Path, rules: &Rules, shared: &GlobalOptions) -> Told {
    let wanted: Vec<Wanted<'_>> = list.options().filter.wanted();
    let rows = |cases: &[Open], place: Places<'_>, part: &mut Part| {
        list.rows(&world(cases, rules, shared), &mut Sink::Packing { part, place, says: true, only: None });
    };
    let (parts, problems, beside) = read((folder, shared, list.keep(), list.ids()), rules, &wanted, rows);
    let unmet = wanted.iter().zip(beside.met).filter(|(_, met)| !met);
    let remarks = unmet.map(|(wanted, _)| wanted.remark(None)).collect();
    let report = listing::of_parts(list, parts, remarks).expect("a report");
    (report, problems, beside.withheld)
}

/// Figures, changes and reasons, which are no lists, made record by record and of the whole archive.
fn same_report(command: &Command, folder: &Path, shared: &GlobalOptions, asked: &str) {
    let rules = rules::of(folder).expect("rules");
    let loaded = load::all(folder, &rules);
    let opened = if shared.confidential { include(loaded) } else { withhold(loaded) }.shared();
    let whole = world(&opened.cases, &rules, shared);
    let of = (folder, shared, Keep::Everything, &[][..]);
    let (one, other) = match command {
        Command::Stats(args) => {
            let count = |cases: &[Open], _: Places<'_>, figures: &mut Figures| {
                figures.count(args, &world(cases, &rules, shared));
            };
            let remarks = args.options.filter.remarks(&opened.cases);
            (stats::of_figures(args, read(of, &rules, &[], count).0, remarks), stats::report(args, &whole))
        }
        Command::Changes(args) => {
            let rows = |cases: &[Open], place: Places<'_>, part: &mut Part| {
                let mut sink = Sink::Packing { part, place, says: true, only: None };
                changes::rows(args, &world(cases, &rules, shared), &mut sink);
            };
            (changes::of_parts(args, read(of, &rules, &[], rows).0, whole.as_of), changes::report(args, &whole))
        }
        Command::Why(args) => {
            let keep = |cases: &[Open], _: Places<'_>, concerned: &mut Concerned| concerned.keep(args, cases);
            let parts = read(of, &rules, &[], keep).0;
            let mut cases: Vec<Open> = parts.into_iter().flat_map(|part| part.0).collect();
            cases.sort_by(|a, b| a.id.cmp(&b.id));
            let likes = |name: &str| {
                let add = |cases: &[Open], _: Places<'_>, likes: &mut Likes| likes.add(name, cases);
                Likes(read(of, &rules, &[], add).0.into_iter().flat_map(|part| part.0).collect())
            };
            (why::of_concerned(args, &world(&cases, &rules, shared), likes), why::report(args, &whole))
        }
        other => panic!("{other:?} is no report over all cases"),
    };
    assert_eq!(
        one.as_ref().map(|r| (&r.summary, &r.remarks)),
        other.as_ref().map(|r| (&r.summary, &r.remarks)),
        "{asked}"
    );
    let (Ok(one), Ok(other)) = (one, other) else { return };
    assert_eq!(one.table.columns, other.table.columns, "{asked}");
    assert_eq!(one.table.rows.cells(), other.table.rows.cells(), "{asked}");
}

fn same<L: List + Sync>(list: &L, folder: &Path, shared: &GlobalOptions, asked: &str) {
    let rules = rules::of(folder).expect("rules");
    let (report, problems, withheld) = whole(list, folder, &rules, shared);
    let told = gathered(list, folder, &rules, shared);
    assert_eq!(told.0.summary, report.summary, "{asked}");
    // What is most like an unknown value is not asked for here.
    let first_words = |report: &Report| report.remarks.iter().map(|r| r.split(';').next().map(str::to_owned)).collect();
    let (one, other): (Vec<_>, Vec<_>) = (first_words(&told.0), first_words(&report));
    if list.ids().is_empty() {
        assert_eq!(one, other, "{asked}");
    }
    assert_eq!(told.0.table.columns, report.table.columns, "{asked}");
    for (n, (one, other)) in told.0.table.rows.iter().zip(report.table.rows.iter()).enumerate() {
        assert_eq!(one, other, "row {n} of {asked}");
    }
    assert_eq!(told.0.table.rows.len(), report.table.rows.len(), "{asked}");
    assert_eq!(told.1, problems, "{asked}");
    // Of cases that are not asked for, none is included.
    let included = if list.ids().is_empty() { withheld.included } else { told.2.included && withheld.included };
    assert_eq!(told.2, Withheld { included, ..withheld }, "{asked}");
}

/// What can be asked; the first word is the command.
const ASKED: [&str; 48] = [
    "list",
    "list --sort reviewed --reverse",
    "list --state RUS --limit 3",
    "list --columns title,case,tags",
    "events",
    "events --since 2020 --kind letter --kind arrest",
    "events --person a",
    "agenda",
    "agenda --within 400d",
    "pending",
    "pending --overdue",
    "pending --unknown",
    "pending --within 60d",
    "pending --state GBR --state RUS",
    "pending --from torture",
    "pending --tag example --sort waiting_days_min",
    "pending --kind sp-urgent-appeal --kind interim-measures",
    "letters",
    "letters --since 2019",
    "letters --sort title --reverse --limit 5",
    "letters --person main",
    "demands",
    "demands --all",
    "demands --kind release",
    "demands --sort open_days_max --reverse",
    "detained",
    "detained --state RUS",
    "detained --sort days_max",
    "detained --person nobody-has-this",
    "events --tag exampel --from nobody",
    "pending case-000007 case-000003",
    "letters case-000001 case-000000",
    "demands case-000002 case-000001",
    "events case-000009",
    "stats",
    "stats --by case",
    "stats --by from --state GBR",
    "stats --by year --person main",
    "stats --by procedure --kind sp-urgent-appeal",
    "changes --since 2018-12-01",
    "changes --since 2012-01-01 --kind sent --kind letter",
    "changes --since 2019-01-01 --sort what --limit 7",
    "why case-000002",
    "why case-000000/free",
    "why case-000013/nothing",
    "why GBR-1-2019 GBR-2-2019 GBR-3-2019",
    "why GBR-3-2O19",
    "why case-00001",
];

#[test]
fn every_list_is_asked_for() {
    for (name, _) in help::columns_of_commands() {
        // Neither is made of the archive.
        let is_asked = ASKED.iter().any(|asked| asked.split(' ').next() == Some(name));
        assert!(is_asked || matches!(name, "rules" | "import"), "{name}");
    }
}

fn compare(folder: &Path) {
    for asked in ASKED {
        for as_of in ["2019-07-29", "2026-03-01"] {
            for confidential in [false, true] {
                let words = ["timeline", "--as-of", as_of].into_iter().chain(asked.split(' '));
                let words = words.chain(confidential.then_some("--confidential"));
                let Cli { command, shared } = Cli::try_parse_from(words).expect("arguments");
                let asked = format!("{asked} as of {as_of} in {}", folder.display());
                match &command {
                    Some(Command::List(args)) => same(args, folder, &shared, &asked),
                    Some(Command::Events(args)) => same(args, folder, &shared, &asked),
                    Some(Command::Agenda(args)) => same(args, folder, &shared, &asked),
                    Some(Command::Demands(args)) => same(args, folder, &shared, &asked),
                    Some(Command::Detained(args)) => same(args, folder, &shared, &asked),
                    Some(Command::Pending(args)) => same(args, folder, &shared, &asked),
                    Some(Command::Letters(args)) => same(args, folder, &shared, &asked),
                    Some(other) => same_report(other, folder, &shared, &asked),
                    None => panic!("no command: {asked}"),
                }
            }
        }
    }
}

#[test]
fn lists_of_the_real_cases() {
    compare(Path::new("cases"));
}

#[test]
fn lists_of_the_invented_cases() {
    compare(Path::new("tests/archive"));
}

/// An invented record; what is between the letters stands for itself.
fn record(n: usize, top: &str, rest: &str) -> String {
    format!(
        "title = \"Invented {n}\"\nstate = \"GBR\"\ntags = [\"example\"]\n{top}\n\n[[person]]\nid = \"main\"\nname = \"Ada Wren {n}\"\nrole = \"victim\"\n\n{rest}"
    )
}

fn letter(reference: &str, rest: &str) -> String {
    format!(
        "[[communication]]\nref = \"{reference}\"\nprocedure = \"sp-urgent-appeal\"\nfrom = [\"On torture\"]\nto = [\"GBR\"]\nsent = 2019-05-01\n{rest}\n"
    )
}

/// Copies of letters that complete, contradict and conceal each other, over several folders and in an order
/// of files that is not that of ids; records that cannot be shown; relations to cases that are not there.
#[test]
fn lists_of_records_that_depend_on_each_other() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("gather");
    let _ = fs::remove_dir_all(&folder);
    let reply = "[[communication.reply]]\ndate = 2019-06-01\nkind = \"substantive\"\n";
    let secret = "confidential = true\n";
    let event = "[[event]]\ndate = 2019-01-0D\nwhat = \"Arrested\"\nkind = \"arrest\"\nliberty = \"detained\"\n\n";
    let demand = "[[demand]]\nid = \"free\"\nwhat = \"Release\"\nkind = \"release\"\nmade_in = \"GBR 1/2019\"\n";
    let texts = [
        ("z/case-000000", record(0, "", &[event, &letter("UA GBR 1/2019", ""), demand].concat())),
        ("a/case-000001", record(1, "", &letter("GBR 1/2019", reply))),
        ("a/case-000002", record(2, "", &[event, &letter("UA GBR 2/2019", "")].concat())),
        ("a/case-000003", record(3, secret, &letter("UA GBR 2/2019", reply))),
        ("m/case-000004", record(4, "", &letter("UA GBR 3/2019", "due = 2019-07-01"))),
        ("m/case-000005", record(5, "", &letter("UA GBR 3/2019", "due = 2019-08-01"))),
        ("m/case-000006", record(6, "", &[letter("UA GBR 3/2019", ""), letter("UA GBR 4/2019", "")].concat())),
        ("m/case-000007", record(7, "", &letter("UA GBR 4/2019", &format!("{secret}{reply}")))),
        ("b/case-000008", record(8, "related = [\"case-00000x\"]", &letter("UA GBR 5/2019", ""))),
        ("b/case-000009", record(9, "related = [\"case-000003\"]", &letter("UA GBR 5/2019", ""))),
        ("b/case-000010", record(10, "misspelt = 1", &letter("UA GBR 6/2019", reply))),
        ("b/case-000011", record(11, "", &letter("UA GBR 6/2019", ""))),
        ("b/case-000012", record(12, secret, "misspelt = 1\n")),
        ("c/case-000013", record(13, "", &letter("UA GBR 7/2019", ""))),
        ("d/case-000013", record(13, "", &letter("UA GBR 7/2019", ""))),
        ("d/Case 14", record(14, "", "")),
    ];
    for (day, (name, text)) in (1..).zip(&texts) {
        let path = folder.join(format!("{name}.toml"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text.replace("0D", &format!("{:02}", 20 - day))).expect("a file");
    }
    // Enough records for several readers.
    for n in 100..200 {
        let copy =
            letter(&format!("UA GBR {}/2018", n / 3), if n % 2 == 0 { reply } else { "" }).replace("2019", "2018");
        fs::write(folder.join(format!("x{}.toml", 300 - n)), record(n, "", &copy)).expect("a file");
    }
    compare(&folder);
}
