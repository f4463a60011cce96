//! What a change makes of what a record says: with that, and with nothing else, the new text must agree.

use super::address::Address;
use crate::load::text::tree::{Pair, PlacedValue, TomlTable, TomlValue};

/// What is added, replaced or taken out.
#[derive(Clone, Debug, PartialEq)]
pub enum Addition {
    /// One entry, as the last under a heading: of the record, or of the entry at a place among those of another
    /// heading.
    Entry {
        /// The outer heading: `communication`.
        table: &'static str,
        /// The place of the entry among those under it, and the inner heading: `reply`.
        inside: Option<(usize, &'static str)>,
        /// What it says.
        says: toml::Table,
    },
    /// Keys of an entry; without one, of the record. They take the place of those of the same name.
    Keys {
        /// Where the entry stands.
        entry: Option<Address>,
        /// The keys with their values.
        says: toml::Table,
        /// Keys that go.
        without: Vec<&'static str>,
    },
    /// An entry goes, with all that lies in it.
    Gone(Address),
}

impl Addition {
    /// Whether `new` says what `old` says and what is added. Where in the text anything stands does not matter.
    #[must_use]
    pub fn is_all(self, mut old: TomlTable<'_>, new: &TomlTable<'_>) -> bool {
        self.add(&mut old).is_some() && same_table(&old, new)
    }

    /// Where an entry stands that says the same already, if this adds one.
    #[must_use]
    pub fn stands_already(&self, old: &TomlTable<'_>) -> Option<usize> {
        let Self::Entry { table, inside, says } = self else { return None };
        let new = TomlTable::from(says.clone());
        let outer = match inside {
            None => old,
            Some((at, _)) => match &list_of(old, table)?.get(*at)?.0 {
                TomlValue::Table(outer) => outer,
                _ => return None,
            },
        };
        let like = |(item, _): &&PlacedValue<'_>| matches!(item, TomlValue::Table(item) if same_table(item, &new));
        list_of(outer, inside.map_or(table, |(_, inner)| inner))?.iter().find(like).map(|(_, span)| span.start)
    }

    /// The same of several, one after the other.
    #[must_use]
    pub fn are_all(additions: Vec<Self>, mut old: TomlTable<'_>, new: &TomlTable<'_>) -> bool {
        additions.into_iter().all(|addition| addition.add(&mut old).is_some()) && same_table(&old, new)
    }

    fn add(self, top: &mut TomlTable<'_>) -> Option<()> {
        match self {
            Self::Entry { table, inside, says } => {
                let entry = (TomlValue::Table(TomlTable::from(says)), 0..0);
                let list = match inside {
                    None => list_in(top, table)?,
                    Some((at, inner)) => list_in(entry_of(top, table, at)?, inner)?,
                };
                list.push(entry);
            }
            Self::Keys { entry, says, without } => {
                let table = match entry {
                    None => top,
                    Some(Address { table, at, inside: None }) => entry_of(top, table, at)?,
                    Some(Address { table, at, inside: Some((inner, n)) }) => {
                        entry_of(entry_of(top, table, at)?, inner, n)?
                    }
                };
                let said = TomlTable::from(says).pairs;
                let stays = |key: &str| said.iter().all(|new| new.key != key) && !without.contains(&key);
                table.pairs.retain(|pair| stays(&pair.key));
                table.pairs.extend(said);
            }
            Self::Gone(Address { table, at, inside }) => match inside {
                None => take_out(top, table, at)?,
                Some((inner, n)) => take_out(entry_of(top, table, at)?, inner, n)?,
            },
        }
        Some(())
    }
}

/// The entries under a heading; none yet, if there is no such heading.
fn list_in<'l, 't>(table: &'l mut TomlTable<'t>, heading: &'static str) -> Option<&'l mut Vec<PlacedValue<'t>>> {
    if table.get(heading).is_none() {
        table.pairs.push(Pair { key: heading.into(), at: 0..0, value: TomlValue::List(Vec::new()), span: 0..0 });
    }
    match table.pairs.iter_mut().find(|pair| pair.key == heading).map(|pair| &mut pair.value) {
        Some(TomlValue::List(items)) => Some(items),
        _ => None,
    }
}

fn list_of<'l, 't>(table: &'l TomlTable<'t>, heading: &str) -> Option<&'l [PlacedValue<'t>]> {
    match &table.get(heading)?.value {
        TomlValue::List(items) => Some(items),
        _ => None,
    }
}

/// Takes an entry out; with the last one, the heading is gone.
fn take_out(from: &mut TomlTable<'_>, heading: &'static str, at: usize) -> Option<()> {
    let list = list_in(from, heading)?;
    if at >= list.len() {
        return None;
    }
    list.remove(at);
    if list.is_empty() {
        from.pairs.retain(|pair| pair.key != heading);
    }
    Some(())
}

fn entry_of<'l, 't>(top: &'l mut TomlTable<'t>, heading: &'static str, at: usize) -> Option<&'l mut TomlTable<'t>> {
    match list_in(top, heading)?.get_mut(at) {
        Some((TomlValue::Table(entry), _)) => Some(entry),
        _ => None,
    }
}

fn same_table(a: &TomlTable<'_>, b: &TomlTable<'_>) -> bool {
    a.pairs.len() == b.pairs.len()
        && a.pairs.iter().all(|pair| b.get(&pair.key).is_some_and(|other| same(&pair.value, &other.value)))
}

fn same(a: &TomlValue<'_>, b: &TomlValue<'_>) -> bool {
    match (a, b) {
        (TomlValue::List(a), TomlValue::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((a, _), (b, _))| same(a, b))
        }
        (TomlValue::Table(a), TomlValue::Table(b)) => same_table(a, b),
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::text::tree::parse;

    const OLD: &str = "a = 1\n[[e]]\nx = \"1\"\n[[e.s]]\ny = true\n[[e]]\nx = 2024-01-02\n";

    fn says(text: &str) -> toml::Table {
        text.parse().expect("TOML")
    }

    fn is_all(addition: &Addition, new: &str) -> bool {
        addition.clone().is_all(parse(OLD).0, &parse(new).0)
    }

    #[test]
    fn an_entry_is_the_last_of_its_heading_and_all_that_is_new() {
        let entry = Addition::Entry { table: "e", inside: None, says: says("x = 3") };
        assert!(is_all(&entry, &format!("{OLD}[[e]]\nx = 3\n")));
        assert!(is_all(&entry, &format!("{OLD}# a comment\n\n[[e]]\n  x = 3 # another\n")));
        let wrong = [
            OLD.to_owned(),
            format!("{OLD}[[e]]\nx = 4\n"),
            format!("{OLD}[[e]]\nx = 3\nz = 1\n"),
            format!("{OLD}[[f]]\nx = 3\n"),
            format!("{OLD}[[e]]\nx = 3\n[[e]]\nx = 3\n"),
            format!("{OLD}[[e]]\nx = 3\n[[e.s]]\n"),
            format!("{OLD}[[e]]\nx = 3\n").replace("a = 1", "a = 2"),
            format!("{OLD}[[e]]\nx = 3\n").replace("a = 1", ""),
            OLD.replacen("[[e]]", "[[e]]\nx = 3\n[[e]]", 1),
        ];
        for new in wrong {
            assert!(!is_all(&entry, &new), "{new}");
        }
        let first = Addition::Entry { table: "f", inside: None, says: says("x = 3") };
        assert!(is_all(&first, &format!("{OLD}[[f]]\nx = 3\n")));
    }

    #[test]
    fn an_entry_inside_another_is_in_that_one() {
        let sub = |at| Addition::Entry { table: "e", inside: Some((at, "s")), says: says("y = false") };
        let second = format!("{OLD}[[e.s]]\ny = false\n");
        let first = OLD.replace("true\n", "true\n[[e.s]]\ny = false\n");
        assert!(is_all(&sub(0), &first) && !is_all(&sub(0), &second));
        assert!(is_all(&sub(1), &second) && !is_all(&sub(1), &first));
        assert!(!is_all(&sub(2), &second), "there is no third");
    }

    #[test]
    fn keys_are_those_of_the_entry_and_replace_their_like() {
        let entry = |table, at| Some(Address { table, at, inside: None });
        let keys = |entry| Addition::Keys { entry, says: says("x = \"new\"\nk = 5"), without: Vec::new() };
        assert!(is_all(&keys(None), &format!("k = 5\nx = \"new\"\n{OLD}")));
        assert!(!is_all(&keys(None), &format!("{OLD}k = 5\nx = \"new\"\n")));
        assert!(is_all(&keys(entry("e", 0)), &OLD.replace("\"1\"", "\"new\"\nk = 5")));
        assert!(is_all(&keys(entry("e", 1)), &OLD.replace("2024-01-02", "\"new\"\nk = 5")));
        assert!(!is_all(&keys(entry("e", 1)), &OLD.replace("\"1\"", "\"new\"\nk = 5")));
        assert!(!is_all(&keys(entry("a", 0)), OLD) && !is_all(&keys(entry("e", 2)), OLD));
    }

    #[test]
    fn keys_go_and_nothing_else_does() {
        let inner = Address { table: "e", at: 0, inside: Some(("s", 0)) };
        let keys = |entry, without| Addition::Keys { entry, says: says("k = 5"), without };
        assert!(is_all(&keys(None, vec!["a"]), &OLD.replace("a = 1", "k = 5")));
        assert!(!is_all(&keys(None, vec!["a"]), &format!("k = 5\n{OLD}")));
        assert!(is_all(&keys(Some(inner), vec!["y"]), &OLD.replace("y = true", "k = 5")));
        assert!(!is_all(&keys(Some(inner), vec!["y"]), &OLD.replace("y = true", "y = true\nk = 5")));
        assert!(is_all(&keys(Some(inner), vec![]), &OLD.replace("y = true", "y = true\nk = 5")));
    }

    #[test]
    fn an_entry_goes_with_all_that_lies_in_it_and_no_other_does() {
        let gone = |at, inside| Addition::Gone(Address { table: "e", at, inside });
        let (first, second) = ("a = 1\n[[e]]\nx = 2024-01-02\n", "a = 1\n[[e]]\nx = \"1\"\n[[e.s]]\ny = true\n");
        assert!(is_all(&gone(0, None), first) && !is_all(&gone(1, None), first));
        assert!(is_all(&gone(1, None), second) && !is_all(&gone(0, None), second));
        assert!(is_all(&gone(0, Some(("s", 0))), &OLD.replace("[[e.s]]\ny = true\n", "")));
        assert!(!is_all(&gone(0, Some(("s", 1))), OLD) && !is_all(&gone(2, None), OLD));
        assert!(
            Addition::Gone(Address { table: "e", at: 0, inside: None }).is_all(parse("[[e]]\nx = 1\n").0, &parse("").0)
        );
    }

    #[test]
    fn what_stands_already_is_found_where_it_would_be_added() {
        let entry = |inside, text| Addition::Entry { table: "e", inside, says: says(text) };
        let at = |addition: Addition| addition.stands_already(&parse(OLD).0);
        assert_eq!(at(entry(None, "x = 2024-01-02")), OLD.rfind("[[e]]"));
        assert_eq!(at(entry(None, "x = 2024-01-03")), None);
        assert_eq!(at(entry(None, "x = \"1\"")), None, "it has something in it");
        assert_eq!(at(entry(Some((0, "s")), "y = true")), OLD.find("[[e.s]]"));
        assert_eq!(at(entry(Some((1, "s")), "y = true")), None);
    }
}
