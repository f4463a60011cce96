//! Running `timeline import`.

use super::{Call, Outcome, Stop};
use crate::{
    import::{
        self, Args, Done, Office, Stopped,
        map::{builtin, guess},
    },
    load,
    model::vocabulary::nearest,
    render::{self, Context},
};
use std::io;

/// What became of each row to `out`, what is in the way to `err`.
///
/// # Errors
/// What stopped it.
pub(super) fn run(args: &Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    let format = call.format()?;
    if let Some(name) = &args.maps {
        return maps(name, call);
    }
    if args.guess {
        let sheets = import::sheets(args, None)?;
        call.out.write_all(guess::map(&sheets).as_bytes())?;
        return Ok(Outcome::Done);
    }
    let folder = call.folder()?;
    let rules = load::folder::rules::of(&folder).map_err(Stop::Rules)?;
    let office = Office { folder: &folder, rules: &rules, confidential: call.shared.confidential };
    let Done { report, is_all_on_record, confidential } = match import::run(args, office) {
        Ok(done) => done,
        Err(Stopped::Because(message)) => return Err(Stop::Usage(message)),
        Err(Stopped::Map(problems)) => {
            render::problems(&problems, call.error_screen(), call.err)?;
            writeln!(call.err, "nothing was written")?;
            return Ok(Outcome::Failed);
        }
    };
    let (screen, header) = (call.screen(), !call.shared.no_header);
    let context =
        Context { as_of: call.as_of(), problems: &[], screen, header, excel: call.shared.excel, confidential };
    let told = render::render(format, &report, &context, call.out).and_then(|()| call.out.flush());
    // The records are written already: a message that only said that output failed would make people import again.
    match told {
        Err(error) if args.write && error.kind() != io::ErrorKind::BrokenPipe => {
            let summary = report.summary;
            return Err(Stop::Usage(format!("it is written ({summary}); cannot write to standard output: {error}")));
        }
        told => told?,
    }
    let mut lines = report.remarks;
    if confidential {
        lines.push("entries marked confidential are included: not for others".into());
    }
    // What became of rows is so on every day.
    lines.push(report.summary);
    let screen = call.error_screen();
    lines.iter().try_for_each(|line| render::remark(line, screen, call.err))?;
    Ok(if is_all_on_record { Outcome::Done } else { Outcome::Found })
}

/// Lists the maps that ship, or prints one.
fn maps(name: &str, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    if name.is_empty() {
        for (name, meaning, _) in builtin::NAMES {
            writeln!(call.out, "{name:22}{meaning}")?;
        }
        return Ok(Outcome::Done);
    }
    let Some(text) = builtin::text(name) else {
        let names = builtin::NAMES.map(|(name, ..)| name);
        let help = match nearest(name, names) {
            Some(like) => format!("did you mean {like}?"),
            None => format!("there are: {}", names.join(", ")),
        };
        return Err(Stop::Usage(format!("no map that ships is called {name:?}; {help}")));
    };
    call.out.write_all(text.as_bytes())?;
    Ok(Outcome::Done)
}
