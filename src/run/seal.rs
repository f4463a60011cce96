//! Running `timeline seal` and `timeline verify`.

use super::{
    Call, Outcome, Stop,
    archive::{Asked, Read},
    findings::Findings,
};
use crate::{
    load::{folder::git::Git, problem::Code},
    model::wording::Wording,
    render,
    report::{
        World,
        made::{Made, Places},
        rows::RowOrder,
        words,
    },
    seal::{
        Args, VerifyArgs,
        file::{self, Claim, Command, Day, FORMAT, PROGRAM, Sealed},
        files::Now,
        hashes::{self, Copies, Folder, RecordState},
        recompute::{self, Recomputed, Sought},
        verify,
    },
    withhold::{Open, Withheld},
};
use std::{
    collections::{BTreeSet, HashMap},
    fs,
    io::{self, Read as _},
    path::Path,
};

/// Claims of some records, each with what orders it.
#[derive(Debug, Default)]
struct Rows {
    claims: Vec<((RowOrder, u32), Claim)>,
    copies: Copies,
}

impl Made for Rows {}

/// `timeline seal`.
///
/// # Errors
/// What stopped it.
pub(super) fn seal(args: &Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    let list = &args.list;
    if call.shared.confidential {
        let message = "a claim is for the other side: nothing confidential can be in it, so leave out --confidential";
        return Err(Stop::Usage(message.into()));
    }
    if call.shared.format.is_some() {
        return Err(Stop::Usage("a file of claims has a format of its own: leave out -f".into()));
    }
    call.format()?;
    let as_of = call.as_of();
    let asked = Asked { ids: list.ids(), wanted: list.filter().wanted(), for_others: true, ..Asked::everything(call)? };
    list.check(&asked.rules)?;
    let read = asked.read(call, |cases: &[Open], place: Places<'_>, made: &mut Rows| {
        list.each(&World { cases, rules: &asked.rules, as_of, wording: Wording::Short }, &mut |at, order, make| {
            let claim = make();
            hashes::add_copies(&claim, cases, &mut made.copies);
            made.claims.push(((order, place(at)), claim));
        });
    });
    let Read { parts, problems, withheld, unmet, left_out, .. } = read;
    let screen = call.error_screen();
    render::problems(&problems, screen, call.err)?;
    if problems.iter().any(|problem| problem.code == Code::UnknownCase) {
        return Err(Stop::Usage("nothing was sealed: name cases that there are".into()));
    }
    if !problems.is_empty() || withheld.has_problems() {
        let message =
            "nothing is sealed while a record has an error, as it may hold what a claim denies: mend it first";
        let hidden = if problems.is_empty() { "; `check --confidential` names it" } else { "" };
        return Err(Stop::Usage(format!("{message}{hidden}")));
    }
    // A misspelt name would seal an empty list, and the name of somebody withheld would stand in the file as an option.
    if !unmet.is_empty() {
        return Err(Stop::Usage(format!("nothing was sealed: {}", unmet.join("; "))));
    }
    let (mut claims, mut copies) = (Vec::new(), Copies::new());
    for part in parts {
        claims.extend(part.claims);
        copies.extend(part.copies);
    }
    claims.sort_by_key(|(order, _)| *order);
    let claims: Vec<Claim> = claims.into_iter().map(|(_, claim)| claim).collect();
    let folder = Folder::new(&asked.folder, &asked.rules);
    let cases: BTreeSet<String> = claims.iter().flat_map(|claim| &claim.records).map(|case| case.0.clone()).collect();
    let records = folder.records(cases);
    let git = Git { folder: &asked.folder, variables: &call.machine.git };
    let revision = folder.revision(&git, &records);
    let sealed = Sealed {
        format: FORMAT,
        program: PROGRAM.into(),
        as_of: Day(as_of),
        command: Command(list.clone()),
        committed: revision.as_ref().map(|revision| !revision.changed),
        revision: revision.map(|revision| revision.commit),
        records,
        rules: folder.rules(),
        sources: hashes::sources(copies),
        claims,
    };
    let text = sealed.text()?;
    call.out.write_all(text.as_bytes())?;
    call.out.flush()?;
    if !call.shared.quiet {
        let mut lines: Vec<String> = left_out.into_iter().collect();
        lines.extend(told(&sealed, withheld));
        lines.iter().try_for_each(|line| render::remark(line, screen, call.err))?;
    }
    let found = call.shared.exit_code && !sealed.claims.is_empty();
    Ok(if found { Outcome::Found } else { Outcome::Done })
}

/// What is said beside the file.
fn told(sealed: &Sealed, withheld: Withheld) -> Vec<String> {
    let mut lines = Vec::new();
    let marked: Vec<&str> = sealed.records.iter().filter(|r| r.sha256.is_none()).map(|r| r.case.0.as_str()).collect();
    if !marked.is_empty() {
        lines.push(format!(
            "without a SHA-256, which would confirm a guess at what is confidential in them: {}",
            marked.join(", ")
        ));
    }
    let missing: Vec<&str> = sealed.sources.iter().filter(|s| s.sha256.is_none()).map(|s| s.id.as_str()).collect();
    if !missing.is_empty() {
        lines.push(format!("saved copies of sources that are not there: {}", missing.join(", ")));
    }
    match (&sealed.revision, sealed.committed) {
        (Some(_), Some(false)) => {
            let help = "commit them and seal again, so that the revision holds them";
            lines.push(format!("the records are not all committed as they are: {help}"));
        }
        (Some(_), _) => {}
        (None, _) => lines.push("no revision is named: git knows none of the records".into()),
    }
    if withheld.cases + withheld.entries > 0 {
        let cases = (withheld.cases > 0).then(|| words::count(withheld.cases, "case", "cases"));
        let entries = (withheld.entries > 0).then(|| words::count(withheld.entries, "entry", "entries"));
        let both: Vec<String> = cases.into_iter().chain(entries).collect();
        lines.push(format!("{} withheld: nothing of them is sealed", both.join(" and ")));
    }
    let claims = words::count(sealed.claims.len(), "claim", "claims");
    lines.push(format!("{claims} sealed · as of {}", sealed.as_of.0));
    lines
}

/// `timeline verify`.
///
/// # Errors
/// What stopped it.
pub(super) fn verify(args: &VerifyArgs, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    if call.shared.confidential {
        let message = "a claim holds nothing confidential, and is verified by what is open: leave out --confidential";
        return Err(Stop::Usage(message.into()));
    }
    let format = call.format()?;
    let sealed = Sealed::read(&text(&args.file)?, &name(&args.file))?;
    let as_of = sealed.as_of.0;
    if let Some(other) = call.shared.as_of.filter(|day| *day != as_of) {
        return Err(Stop::Usage(format!(
            "the claims are of {as_of}, and that is the day on which they are verified: leave out --as-of {other}"
        )));
    }
    // Entries dated later were left out when it was sealed too: they are not counted.
    let asked = Asked { today: None, for_others: format.is_for_others(), ..Asked::everything(call)? };
    let folder = Folder::new(&asked.folder, &asked.rules);
    let renamed = renamed(&sealed, &folder);
    let sought = Sought::new(&sealed, &renamed);
    let cited: BTreeSet<&str> = sealed.sources.iter().map(|source| source.id.as_str()).collect();
    let read = asked.read(call, |cases: &[Open], _, looked: &mut Looked| {
        looked.today.look(&sought, cases, &asked.rules);
        for case in cases {
            for source in case.sources.iter().filter(|source| cited.contains(source.id.as_str())) {
                if let Some(copy) = hashes::copy(case, &source.id) {
                    looked.copies.insert((case.id.clone(), source.id.clone()), copy);
                }
            }
        }
    });
    let Read { parts, problems, withheld, at_fault, .. } = read;
    let (mut found, mut copies) = (Vec::new(), Copies::new());
    for Looked { today, copies: some } in parts {
        found.push(today);
        copies.extend(some);
    }
    let (claims, more) = recompute::joined(found, sealed.claims.len());
    let now = Now { folder: &folder, renamed: &renamed, copies: &copies };
    let (report, holds) = verify::report(&sealed, &claims, more, &now);
    // Nothing confidential was sealed, so withheld entries are not told of here.
    let withheld = Withheld { cases: 0, entries: 0, ..withheld };
    let outcome = Findings { report, problems, withheld }.write_unless(&at_fault, format, as_of, call)?;
    Ok(match outcome {
        Outcome::Failed => Outcome::Failed,
        Outcome::Done | Outcome::Found if holds => Outcome::Done,
        Outcome::Done | Outcome::Found => Outcome::Found,
    })
}

/// What was found, and the saved copies of sources.
#[derive(Debug, Default)]
struct Looked {
    today: Recomputed,
    copies: Copies,
}

impl Made for Looked {}

/// The id that each sealed case has now whose record is there under another name, byte for byte.
fn renamed(sealed: &Sealed, folder: &Folder<'_>) -> HashMap<String, String> {
    let is_gone = |case: &str| !folder.has(case);
    let gone = sealed.records.iter().filter(|record| is_gone(&record.case.0));
    let gone: HashMap<&file::Sha256, &str> =
        gone.filter_map(|record| Some((record.sha256.as_ref()?, record.case.0.as_str()))).collect();
    if gone.is_empty() {
        return HashMap::new();
    }
    let known: BTreeSet<&str> = sealed.records.iter().map(|record| record.case.0.as_str()).collect();
    let mut ids: Vec<&str> = folder.ids().filter(|id| !known.contains(id)).collect();
    // Where two files are equal, the last in the order of ids is taken, so that the result does not depend on threads.
    ids.sort_unstable();
    let same = ids.into_iter().filter_map(|id| match folder.record(id) {
        RecordState::Open(sha256) => Some(((*gone.get(&sha256)?).to_owned(), id.to_owned())),
        RecordState::Marked | RecordState::Unread | RecordState::Absent => None,
    });
    same.collect()
}

/// What to call the file in messages.
fn name(file: &Path) -> String {
    if file == Path::new("-") { "standard input".into() } else { file.display().to_string() }
}

/// The text of the file, or of standard input.
fn text(file: &Path) -> Result<String, String> {
    let told = |error: &io::Error| format!("{}: {}", name(file), crate::load::folder::said(error));
    let mut bytes = Vec::new();
    let read = match file == Path::new("-") {
        true => io::stdin().lock().take(file::MAX_BYTES + 1).read_to_end(&mut bytes),
        false => fs::File::open(file).and_then(|from| from.take(file::MAX_BYTES + 1).read_to_end(&mut bytes)),
    };
    read.map_err(|error| told(&error))?;
    if bytes.len() as u64 > file::MAX_BYTES {
        return Err(format!("{}: {}; verify reads what `timeline seal` wrote", name(file), file::too_large()));
    }
    String::from_utf8(bytes)
        .map_err(|_| format!("{}: not UTF-8 text; verify reads what `timeline seal` wrote", name(file)))
}
