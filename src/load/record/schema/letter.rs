//! Letters, and what came back to them.

use super::{
    Between, Context, Keyed, Keys, Kind, Named, Seen, Takes, Words, Wrong,
    entries::{DISPUTED, ID, PEOPLE, entry_keys},
    keys::{key, needed, put, wrong},
};
use crate::{
    load::problem::Code,
    model::{
        case::Entry,
        communication::{Communication, Extension, OwedBy, Reminder, Reply, ReplyKind, Suspension},
        date::{Date, FAR_FUTURE, FAR_PAST},
        state::Actor,
    },
};

impl Keyed for Communication {
    const KEYS: &'static Keys<Self> = entry_keys![
        key("id", ID, Takes::Id(Named::Letter, |c, id| c.id = Some(id))),
        key(
            "ref",
            "The official reference, as in UA GBR 3/2019",
            Takes::Reference(|c, reference| c.reference = Some(reference)),
        ),
        needed(
            "procedure",
            "The procedure, which picks the deadline: `timeline rules` lists them",
            Takes::Procedure(|c, name| c.procedure = name),
        ),
        key("from", "A signing mandate or sender", Takes::Texts(|c, names| c.from = names)),
        needed(
            "to",
            "An addressee: the code of a State, or a plain name",
            Takes::Addressees(|c, addressees| c.to = addressees),
        ),
        key("filed", "When the complaint was lodged", Takes::Date(|c, date| c.filed = Some(date))),
        key("sent", "When it was sent", Takes::Date(|c, date| c.sent = Some(date))),
        key("published", "When it was made public", Takes::Date(|c, date| c.published = Some(date))),
        key("decided", "When the opinion or the views were adopted", Takes::Date(|c, date| c.decided = Some(date))),
        key("due", "The last day that the letter itself names", Takes::Ahead(|c, date| c.due = Some(date))),
        key(
            "no_reply_as_of",
            "The last day a source confirms there was no reply",
            Takes::Date(|c, date| c.no_reply_as_of = Some(date)),
        ),
        key(
            "reply_unknown",
            "Nobody here knows whether a reply came",
            Takes::Flag(|c, unknown| c.reply_unknown = unknown),
        ),
        key(
            "suspended",
            "From when to when the clock stood still",
            Takes::Stretch(|c, from, until| {
                let entry = Entry { line: c.entry.line, offset: c.entry.offset, ..Entry::default() };
                c.suspensions.push(Suspension { entry, from, until });
            }),
        ),
        key("withdrawn", "When it was withdrawn", Takes::Date(|c, date| c.withdrawn = Some(date))),
        key("follows", "Id or reference of an earlier letter", Takes::EarlierLetter(|c, name| c.follows = Some(name))),
        key("people", PEOPLE, Takes::People(|c, ids| c.people = ids)),
        key(
            "owed_by",
            "Whose move it is",
            Takes::Word(Words::of::<OwedBy>(), |c, word| put(word, |owed_by| c.owed_by = owed_by)),
        ),
        key("reply", "What came back", Takes::Entries(Kind::Reply)),
        key("extension", "More time, granted", Takes::Entries(Kind::Extension)),
        key("suspension", "When the clock stood still", Takes::Entries(Kind::Suspension)),
        key("reminder", "Reminders sent", Takes::Entries(Kind::Reminder)),
        key("disputed", DISPUTED, Takes::Claims(|c, claims| c.disputed = claims)),
    ];

    fn blank(entry: Entry, _: &Context<'_>) -> Self {
        Self::new("", Vec::new(), entry)
    }
}

impl Keyed for Reply {
    const KEYS: &'static Keys<Self> = entry_keys![
        key("date", "The date it bears", Takes::Date(|r, date| r.date = Some(date))),
        key("received", "When it arrived, if that is another day", Takes::Date(|r, date| r.received = Some(date))),
        key("from", "From which addressee, if there are several", Takes::Addressee(|r, from| r.from = from)),
        needed(
            "kind",
            "What sort of answer",
            Takes::Word(Words::of::<ReplyKind>(), |r, word| put(word, |kind| r.kind = kind)),
        ),
        key("promised", "The day for which it announces an answer", Takes::Ahead(|r, date| r.promised = Some(date))),
        key("answers", "Ids of the demands it speaks to", Takes::Others(Named::Demand, |r, ids| r.answers = ids)),
    ];
    const RULES: &'static [Between<Self>] = &[says_from_whom];

    fn blank(entry: Entry, context: &Context<'_>) -> Self {
        // Of several addressees, the one is named that it is from.
        let from = context.addressees.first().cloned().unwrap_or(Actor::Other(String::new()));
        let (kind, answers) = (ReplyKind::Substantive, Vec::new());
        Self { entry, date: None, received: None, from, kind, promised: None, answers }
    }
}

fn says_from_whom(reply: &Seen<'_, Reply>) -> Result<(), Wrong> {
    let addressees = reply.context.addressees;
    if addressees.len() < 2 || reply.has("from") {
        return Ok(());
    }
    let names: Vec<String> = addressees.iter().map(Actor::to_string).collect();
    let help = format!("add from = one of: {}", names.join(", "));
    wrong(Code::MissingKey, None, "`from` is missing: the letter has several addressees", help)
}

impl Keyed for Extension {
    const KEYS: &'static Keys<Self> = entry_keys![
        key("granted", "When it was granted", Takes::Date(|e, date| e.granted = Some(date))),
        needed("until", "The new last day", Takes::Ahead(|e, date| e.until = date)),
        key("to", "To which addressee, if not to all", Takes::Addressee(|e, to| e.to = Some(to))),
    ];

    fn blank(entry: Entry, _: &Context<'_>) -> Self {
        Self { entry, granted: None, until: Date::from_day(FAR_FUTURE), to: None }
    }
}

impl Keyed for Suspension {
    const KEYS: &'static Keys<Self> = entry_keys![
        needed("from", "The first day on which the clock stood still", Takes::Date(|s, date| s.from = date)),
        key("until", "The last such day, if it is over", Takes::Ahead(|s, date| s.until = Some(date))),
    ];
    const RULES: &'static [Between<Self>] = &[ends_after_it_begins];

    fn blank(entry: Entry, _: &Context<'_>) -> Self {
        Self { entry, from: Date::from_day(FAR_PAST), until: None }
    }
}

fn ends_after_it_begins(suspension: &Seen<'_, Suspension>) -> Result<(), Wrong> {
    if !suspension.entry.is_backwards() {
        return Ok(());
    }
    let help = "write the first day as `from` and the last as `until`";
    wrong(Code::BadDate, "until", "the suspension ends before it begins", help)
}

impl Keyed for Reminder {
    const KEYS: &'static Keys<Self> = entry_keys![
        key("date", "When it was sent", Takes::Date(|r, date| r.date = Some(date))),
        key("to", "To which addressee, if not to all", Takes::Addressee(|r, to| r.to = Some(to))),
    ];

    fn blank(entry: Entry, _: &Context<'_>) -> Self {
        Self { entry, date: None, to: None }
    }
}
