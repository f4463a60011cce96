//! Which list is sealed: its options, as words in the file and back.

use super::{
    claim::{self, Kind},
    file::Claim,
};
use crate::{
    model::{letter::letters, rule::Rules},
    report::{
        World, demands, detained,
        filter::Filter,
        letters::{self, Line, lines_where},
        listing::{self, Options},
        pending,
        rows::RowOrder,
        select::Select,
    },
};
use clap::{FromArgMatches as _, Subcommand};

/// A list that can be sealed, with what was asked of it.
#[derive(Clone, Debug, Subcommand)]
pub enum Listed {
    #[command(
        mut_args(arranges_nothing),
        before_help = "Examples:
  timeline seal pending --as-of 2026-03-01 > claims.json
  timeline seal pending sokolov --overdue > claims.json"
    )]
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Pending(pending::Args),
    #[command(
        mut_args(arranges_nothing),
        before_help = "Examples:
  timeline seal letters sokolov > claims.json
  timeline seal letters --state GBR --since 2019 > claims.json"
    )]
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Letters(letters::Args),
    #[command(
        mut_args(arranges_nothing),
        before_help = "Examples:
  timeline seal demands sokolov > claims.json
  timeline seal demands --all --kind release > claims.json"
    )]
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Demands(demands::Args),
    #[command(
        mut_args(arranges_nothing),
        before_help = "Examples:
  timeline seal detained > claims.json
  timeline seal detained --state RUS > claims.json"
    )]
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Detained(detained::Args),
}

/// Options of lists that a claim does not take are not offered.
fn arranges_nothing(arg: clap::Arg) -> clap::Arg {
    match arg.get_id().as_str() {
        "sort" | "reverse" | "limit" | "text" | "columns" | "chart" | "titles" => arg.hide(true),
        _ => arg,
    }
}

/// What takes each row: the place of its case among those at hand, its order, and what makes the claim.
type Put<'p> = &'p mut dyn FnMut(usize, RowOrder, &dyn Fn() -> Claim);

impl Listed {
    /// What its rows are of.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Pending(_) | Self::Letters(_) => Kind::Letter,
            Self::Demands(_) => Kind::Demand,
            Self::Detained(_) => Kind::Liberty,
        }
    }

    /// Its options that narrow it down.
    pub const fn filter_mut(&mut self) -> &mut Filter {
        match self {
            Self::Pending(args) => &mut args.options.filter,
            Self::Letters(args) => &mut args.options.filter,
            Self::Demands(args) => &mut args.options.filter,
            Self::Detained(args) => &mut args.options.filter,
        }
    }

    const fn options(&self) -> &Options {
        match self {
            Self::Pending(args) => &args.options,
            Self::Letters(args) => &args.options,
            Self::Demands(args) => &args.options,
            Self::Detained(args) => &args.options,
        }
    }

    /// Which rows are wanted.
    #[must_use]
    pub const fn filter(&self) -> &Filter {
        &self.options().filter
    }

    /// The cases that were named; none: all of them.
    #[must_use]
    pub fn ids(&self) -> &[String] {
        match self {
            Self::Pending(args) => &args.ids,
            Self::Letters(args) => &args.ids,
            Self::Demands(args) => &args.ids,
            Self::Detained(_) => &[],
        }
    }

    /// Refuses what the list does not know, and what a claim does not take.
    ///
    /// # Errors
    /// What to write instead.
    pub fn check(&self, rules: &Rules) -> Result<(), String> {
        let Select { sort, reverse, limit, text, columns } = &self.options().select;
        if text.is_some() {
            return Err("a claim is narrowed down by what it is of: leave out --text, and name cases instead".into());
        }
        let arranged = [("--sort", sort.is_some()), ("--reverse", *reverse), ("--limit", limit.is_some())];
        if let Some((option, _)) = arranged.into_iter().find(|(_, given)| *given) {
            return Err(format!("claims stand in the order of the list, all of them: leave out {option}"));
        }
        if !columns.is_empty() {
            return Err("a claim holds every field of its row: leave out --columns".into());
        }
        match self {
            Self::Pending(args) if args.chart || args.titles => {
                let option = if args.chart { "--chart" } else { "--titles" };
                Err(format!("a claim is a file of rows: leave out {option}"))
            }
            Self::Pending(args) => listing::check(args, rules),
            Self::Letters(args) => listing::check(args, rules),
            Self::Demands(args) => listing::check(args, rules),
            Self::Detained(args) => listing::check(args, rules),
        }
    }

    /// The words of the command line that ask for this list, in one order.
    #[must_use]
    pub fn as_words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let (name, ids) = match self {
            Self::Pending(pending::Args { ids, overdue, within, unknown, chart: _, titles: _, options: _ }) => {
                words.extend(overdue.then(|| "--overdue".to_owned()));
                words.extend(within.map(|days| format!("--within={days}d")));
                words.extend(unknown.then(|| "--unknown".to_owned()));
                ("pending", ids.as_slice())
            }
            Self::Letters(letters::Args { ids, options: _ }) => ("letters", ids.as_slice()),
            Self::Demands(demands::Args { ids, all, options: _ }) => {
                words.extend(all.then(|| "--all".to_owned()));
                ("demands", ids.as_slice())
            }
            Self::Detained(detained::Args { options: _ }) => ("detained", [].as_slice()),
        };
        words.extend(self.filter().as_words());
        words.insert(0, name.to_owned());
        words.extend(ids.iter().cloned());
        words
    }

    /// Reads the words of a file.
    ///
    /// # Errors
    /// They ask for no list that can be sealed.
    pub fn of_words(words: &[String]) -> Result<Self, String> {
        let command = Self::augment_subcommands(clap::Command::new("seal").no_binary_name(true))
            .disable_help_flag(true)
            .disable_help_subcommand(true);
        let read = command.try_get_matches_from(words).and_then(|matches| Self::from_arg_matches(&matches));
        read.map_err(|_| {
            let words = words.join(" ");
            format!(
                "`command` asks for no list that can be sealed: {words:?}; write what stands behind `timeline seal`"
            )
        })
    }

    /// Gives each row of the list, those of these cases.
    pub fn each(&self, world: &World<'_>, put: Put<'_>) {
        match self {
            Self::Pending(args) => {
                let (letters, orders) = (letters(world.cases), pending::orders_as_letters(world));
                let (listed, _) = args.lines(world, &letters, &orders);
                each_line(&listed, pending::order, world, put);
            }
            Self::Letters(_) => {
                let letters = letters(world.cases);
                each_line(&lines_where(world, &letters, self.filter(), Line::exists), letters::order, world, put);
            }
            Self::Demands(args) => {
                for (at, case) in world.cases.iter().enumerate() {
                    for pursuit in demands::of_case(case, world.as_of, args.all, self.filter()) {
                        put(at, [0; 4], &|| claim::of_demand(case, &pursuit, world));
                    }
                }
            }
            Self::Detained(args) => {
                for (at, _, found) in args.found(world) {
                    put(at, detained::order(&found.life), &|| claim::of_liberty(&found, world));
                }
            }
        }
    }
}

fn each_line(lines: &[Line<'_>], order: fn(&Line<'_>) -> RowOrder, world: &World<'_>, put: Put<'_>) {
    for line in lines {
        put(line.letter.first, order(line), &|| claim::of_letter(line, world));
    }
}
