//! The deadline rules that ship, a row each: who owes, what term, counted from what, since when, says who.
//!
//! `verified` means that the passage that states the term was itself read at the source named. Where
//! only practice or a secondary text is known it is not, and the output says so wherever a date rests
//! on it.

use super::rule::{
    CountedFrom::{self, Adopted, Sent},
    Owes::{self, Addressee, State},
    Rule, Term,
};
use chrono::NaiveDate;

/// Every built-in rule, in the order in which they are listed.
pub(super) fn built_in() -> Vec<Rule> {
    TABLE.iter().map(Row::rule).collect()
}

struct Row {
    procedure: &'static str,
    title: &'static str,
    owes: Owes,
    term: Option<Term>,
    from: CountedFrom,
    extension: &'static str,
    valid: (Option<NaiveDate>, Option<NaiveDate>),
    verified: bool,
    source: &'static str,
}

impl Row {
    const fn new(
        procedure: &'static str,
        title: &'static str,
        owes: Owes,
        term: Option<Term>,
        verified: bool,
        source: &'static str,
    ) -> Self {
        Self { procedure, title, owes, term, from: Sent, extension: "", valid: (None, None), verified, source }
    }

    const fn counted_from_adoption(self) -> Self {
        Self { from: Adopted, ..self }
    }

    const fn extension(self, extension: &'static str) -> Self {
        Self { extension, ..self }
    }

    /// In force for letters of these days, both inclusive; year, month, day.
    const fn valid(self, from: Option<(i32, u32, u32)>, to: Option<(i32, u32, u32)>) -> Self {
        Self { valid: (day(from), day(to)), ..self }
    }

    fn rule(&self) -> Rule {
        Rule {
            procedure: self.procedure.into(),
            title: self.title.into(),
            owes: self.owes,
            term: self.term,
            from: self.from,
            extension: (!self.extension.is_empty()).then(|| self.extension.into()),
            valid_from: self.valid.0,
            valid_to: self.valid.1,
            source: self.source.into(),
            verified: self.verified,
            built_in: true,
        }
    }
}

const fn day(ymd: Option<(i32, u32, u32)>) -> Option<NaiveDate> {
    match ymd {
        Some((year, month, day)) => NaiveDate::from_ymd_opt(year, month, day),
        None => None,
    }
}

const SIXTY: Option<Term> = Some(Term::Days(60));
const SIX_MONTHS: Option<Term> = Some(Term::Months(6));
const ALLEGATION: &str = "allegation letter";
const SP: &str = "practice of special procedures";
const SP_TWO_MONTHS: &str = "A/62/280 para. 10 (2007): two months for allegation letters";
const SP_BETWEEN: &str = "60 days in letters of 2020 and later, two months in 2007: the day of the change is not known";
const SP_SIXTY: &str =
    "the letters themselves, as quoted: AL TUR 8/2022, AL BHR 1/2023; published on day 61: AL RUS 11/2020";
const WGAD_EXTENSION: &str = "1 month on request (not verified)";
const WGAD: &str = "communication of the WGAD";
const IACHR: &str = "petition to the IACHR";
const IN_THE_LETTER: &str = "no term of its own: write the one in the letter as `due`";
const CCPR_FOLLOW_UP: &str = "follow-up to concluding observations, Human Rights Committee";

const TABLE: &[Row] = &[
    Row::new("sp-allegation-letter", ALLEGATION, Addressee, Some(Term::Months(2)), true, SP_TWO_MONTHS)
        .valid(None, Some((2019, 12, 31))),
    Row::new("sp-allegation-letter", ALLEGATION, Addressee, SIXTY, false, SP_BETWEEN)
        .valid(Some((2008, 1, 1)), Some((2019, 12, 31))),
    Row::new("sp-allegation-letter", ALLEGATION, Addressee, SIXTY, true, SP_SIXTY).valid(Some((2020, 1, 1)), None),
    Row::new(
        "sp-urgent-appeal",
        "urgent appeal",
        Addressee,
        SIXTY,
        false,
        "practice of special procedures; \"a prompt answer\", without a number: A/62/280 para. 10",
    ),
    Row::new("sp-other-letter", "other letter", Addressee, SIXTY, false, SP),
    Row::new("sp-follow-up", "follow-up letter", Addressee, SIXTY, false, SP),
    Row::new("sp-letter", "letter of special procedures", Addressee, SIXTY, false, SP),
    Row::new("wgad-regular", WGAD, State, Some(Term::Days(90)), true, "older guides to the procedure; day of the change not found")
        .valid(None, Some((2010, 12, 31)))
        .extension(WGAD_EXTENSION),
    Row::new(
        "wgad-regular",
        WGAD,
        State,
        SIXTY,
        true,
        "OHCHR, Working Group on Arbitrary Detention, complaints page (undated); not read: methods of work, A/HRC/16/47 (January 2011)",
    )
    .extension(WGAD_EXTENSION),
    Row::new("wgad-urgent-appeal", "urgent appeal of the WGAD", State, None, false, "no term found"),
    Row::new(
        "wgad-opinion-follow-up",
        "follow-up to an opinion of the WGAD",
        State,
        SIX_MONTHS,
        false,
        "practice of the Working Group on Arbitrary Detention",
    ),
    Row::new("wgeid-urgent", "urgent communication of the WGEID", State, None, false, WGEID),
    Row::new("wgeid-standard", "communication of the WGEID", State, None, false, WGEID),
    Row::new(
        "ccpr-complaint",
        "complaint to the Human Rights Committee",
        State,
        SIX_MONTHS,
        true,
        "ICCPR Optional Protocol art. 4(2)",
    )
    .extension("by the Special Rapporteur on new communications: rule 97, CCPR/C/110/3"),
    Row::new(
        "ccpr-admissibility",
        "complaint to the Human Rights Committee, admissibility",
        State,
        Some(Term::Months(2)),
        false,
        "rules of procedure of the Human Rights Committee",
    ),
    Row::new(
        "ccpr-views-follow-up",
        "follow-up to views of the Human Rights Committee",
        State,
        Some(Term::Days(180)),
        true,
        "tenth inter-committee meeting of treaty bodies, follow-up to decisions, para. 4",
    ),
    Row::new(
        "ccpr-concluding-follow-up",
        CCPR_FOLLOW_UP,
        State,
        Some(Term::Years(1)),
        true,
        "rule 71(5) as cited in CCPR/C/95/3; in use from 2001",
    )
    .counted_from_adoption()
    .valid(Some((2001, 1, 1)), Some((2017, 10, 15))),
    Row::new(
        "ccpr-concluding-follow-up",
        CCPR_FOLLOW_UP,
        State,
        Some(Term::Years(2)),
        true,
        "Centre for Civil and Political Rights, 121st session in brief: from that session on",
    )
    .counted_from_adoption()
    .valid(Some((2017, 10, 16)), Some((2021, 10, 10))),
    Row::new(
        "ccpr-concluding-follow-up",
        CCPR_FOLLOW_UP,
        State,
        Some(Term::Years(3)),
        true,
        "OHCHR release of 2021-11-05 closing the 133rd session: \"from two to three years\"",
    )
    .counted_from_adoption()
    .valid(Some((2021, 10, 11)), None),
    Row::new("cat-complaint", "complaint to the Committee against Torture", State, SIX_MONTHS, true, "CAT art. 22(3)"),
    Row::new(
        "cat-decision-follow-up",
        "follow-up to a decision of the Committee against Torture",
        State,
        Some(Term::Days(90)),
        false,
        "decisions of the Committee against Torture",
    ),
    Row::new(
        "cat-concluding-follow-up",
        "follow-up to concluding observations, Committee against Torture",
        State,
        Some(Term::Years(1)),
        true,
        "CAT/C/55/3; adopted at the 30th session, May 2003: A/58/44 para. 12",
    )
    .counted_from_adoption(),
    Row::new(
        "cerd-complaint",
        "complaint to the Committee on the Elimination of Racial Discrimination",
        State,
        Some(Term::Months(3)),
        false,
        "ICERD art. 14(6)(b), read in translation: three months after notice; not read: that it counts from admissibility",
    ),
    Row::new(
        "cedaw-complaint",
        "complaint to the Committee on the Elimination of Discrimination against Women",
        State,
        SIX_MONTHS,
        true,
        "CEDAW Optional Protocol art. 6(2)",
    ),
    Row::new(
        "crpd-complaint",
        "complaint to the Committee on the Rights of Persons with Disabilities",
        State,
        SIX_MONTHS,
        true,
        "CRPD Optional Protocol art. 3",
    ),
    Row::new(
        "crc-complaint",
        "complaint to the Committee on the Rights of the Child",
        State,
        SIX_MONTHS,
        true,
        "CRC Optional Protocol on a communications procedure art. 8",
    ),
    Row::new(
        "cescr-complaint",
        "complaint to the Committee on Economic, Social and Cultural Rights",
        State,
        SIX_MONTHS,
        true,
        "ICESCR Optional Protocol art. 6(2)",
    ),
    Row::new(
        "ced-urgent-action",
        "urgent action of the Committee on Enforced Disappearances",
        State,
        Some(Term::Weeks(2)),
        true,
        "Committee on Enforced Disappearances, urgent actions, rules 58-64: \"usually\" two weeks",
    ),
    Row::new(
        "ced-concluding-follow-up",
        "follow-up to concluding observations, Committee on Enforced Disappearances",
        State,
        Some(Term::Years(1)),
        true,
        "CED/C/22/4",
    )
    .counted_from_adoption(),
    Row::new("interim-measures", "request for interim measures", State, None, false, IN_THE_LETTER),
    Row::new(
        "hrc-complaint",
        "complaint procedure of the Human Rights Council",
        State,
        Some(Term::Months(3)),
        false,
        "complaint procedure of the Human Rights Council (resolution 5/1)",
    )
    .extension("on request"),
    Row::new(
        "iachr-petition",
        IACHR,
        State,
        Some(Term::Months(2)),
        true,
        "article 30(3) of the rules of procedure before 2013-08-01, in the amendments of 2013 (archive.crin.org)",
    )
    .valid(None, Some((2013, 7, 31)))
    .extension("up to 3 months in all"),
    Row::new(
        "iachr-petition",
        IACHR,
        State,
        Some(Term::Months(3)),
        false,
        "rules of procedure of the IACHR, as amended from 2013-08-01",
    )
    .valid(Some((2013, 8, 1)), None)
    .extension("up to 4 months in all (not verified)"),
    Row::new("iachr-precautionary-measures", "precautionary measures of the IACHR", State, None, false, IN_THE_LETTER),
    Row::new("echr-communicated", "application communicated by the ECtHR", State, None, false, IN_THE_LETTER),
    Row::new("echr-rule-39", "interim measures of the ECtHR", State, None, false, IN_THE_LETTER),
    Row::new("achpr-provisional-measures", "provisional measures of the ACHPR", State, None, false, IN_THE_LETTER),
    Row::new(
        "osce-moscow",
        "OSCE Moscow Mechanism",
        State,
        Some(Term::Days(10)),
        true,
        "Moscow 1991, para. 2: osce.org/files/f/documents/a/e/17599.html",
    ),
    Row::new(
        "unesco-104",
        "communication to UNESCO (decision 104)",
        State,
        Some(Term::Months(3)),
        false,
        "a copy of the procedure: \"a reasonable time\", about three months",
    ),
    Row::new(
        "ilo-cfa",
        "complaint to the ILO on freedom of association",
        State,
        None,
        false,
        "no fixed term; an urgent appeal after postponements: ILO, Case 2516",
    ),
    Row::new("ngo-urgent-action", "urgent action of an NGO", Addressee, None, false, IN_THE_LETTER),
    Row::new("ngo-letter", "letter of an NGO", Addressee, None, false, IN_THE_LETTER),
    Row::new("other", "letter", Addressee, None, false, IN_THE_LETTER),
];

const WGEID: &str =
    "OHCHR, Working Group on Enforced or Involuntary Disappearances, procedures page: no reply term stated";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_one_procedure_stand_together_in_the_order_of_time() {
        let rules = built_in();
        for pair in rules.windows(2) {
            let [a, b] = pair else { continue };
            if a.procedure == b.procedure {
                assert!(a.valid_to.is_some() && a.valid_from <= b.valid_from, "{} goes back in time", a.procedure);
                assert!(a.valid_to < b.valid_from || a.term != b.term, "{} has one term twice", a.procedure);
                assert_eq!((a.from, a.owes, &a.title), (b.from, b.owes, &b.title), "{}", a.procedure);
            }
        }
        let mut names: Vec<_> = rules.iter().map(|r| &r.procedure).collect();
        names.dedup();
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all, "a procedure stands in two places");
        assert!(rules.iter().all(|r| !r.source.is_empty()));
        assert!(rules.iter().all(|r| r.term.is_some() || !r.verified), "no term, and yet something was verified");
    }
}
