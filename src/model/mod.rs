//! What a record means: one noun, one file, and the rules that follow from facts.
//!
//! Nothing here knows of TOML, terminals or formats. Every value is already checked: there is no
//! "maybe" left but what the record itself leaves unknown (`Option`, or a range of days).
//!
//! To add a fact to the format: a field here, its line in `load/record/schema`, a line in
//! `cases/README.md`. To add a deadline rule: a row in `rule_table.rs`, with its source.

pub mod answer;
pub mod case;
pub mod charge;
pub mod chronology;
pub mod communication;
pub mod date;
pub mod deadline;
pub mod demand;
pub mod event;
pub mod fact;
pub mod hidden;
pub mod letter;
pub mod liberty;
pub mod order;
pub mod person;
pub mod protection;
pub mod reach;
pub mod reference;
pub mod response;
pub mod rule;
mod rule_table;
pub mod source;
pub mod span;
pub mod spelling;
mod standstill;
pub mod state;
pub mod statement;
pub mod status;
mod stop;
pub mod vocabulary;
pub mod wording;
