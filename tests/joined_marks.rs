//! What is marked in one version of a folder is withheld from all that are compared, and what is not is shown.

use std::{collections::HashSet, path::Path};
use timeline::{
    load::{self, Loaded},
    model::rule::Rules,
    withhold::{join_marks, withhold},
};

const TOP: &str = "title = \"T\"\nstate = \"DDR\"\n";

fn version(records: &[(&str, String)]) -> Loaded {
    let mut all = Loaded::default();
    for (id, record) in records {
        let one = load::text(id, Path::new(&format!("{id}.toml")), record, &Rules::default());
        assert!(one.problems.is_empty(), "{record}: {:?}", one.problems);
        all.cases.extend(one.cases);
    }
    all
}

/// A case that goes or comes while a withheld one comes or goes may be that one under another name. Written is in which
/// versions each of the two is: before, after, now.
#[test]
fn a_case_is_withheld_where_it_may_be_a_withheld_one_under_another_name() {
    for (open, marked, hidden) in [
        // Nothing is withheld, or the same case is in every version.
        ("ban", "", false),
        ("b", "", false),
        ("an", "", false),
        ("ban", "ban", false),
        ("b", "ban", false),
        ("an", "ban", false),
        ("ba", "ban", false),
        // It stays, whatever comes or goes.
        ("ban", "an", false),
        ("ban", "n", false),
        ("ban", "b", false),
        // It goes where a withheld one comes, in the revision or since.
        ("b", "an", true),
        ("bn", "a", true),
        ("bn", "n", true),
        ("ba", "n", true),
        // It goes, or comes, and the withheld one does the same.
        ("bn", "b", false),
        ("b", "b", false),
        ("an", "an", false),
        // It comes where a withheld one goes.
        ("an", "b", true),
        ("a", "bn", true),
        ("ban", "bn", false),
    ] {
        let mut versions = ['b', 'a', 'n'].map(|letter| {
            let mut records = Vec::new();
            if open.contains(letter) {
                records.push(("wren", TOP.to_owned()));
            }
            if marked.contains(letter) {
                records.push(("finch", format!("confidential = true\n{TOP}")));
            }
            version(&records)
        });
        let [before, after, now] = &mut versions;
        assert_eq!(join_marks(before, after, now, &HashSet::new()), 0);
        let shown: Vec<bool> = [before, after]
            .iter()
            .flat_map(|loaded| &loaded.cases)
            .filter(|case| case.id == "wren")
            .map(|case| case.confidential)
            .collect();
        assert!(!shown.is_empty() && shown.iter().all(|is| *is == hidden), "{open:?} beside {marked:?}: {shown:?}");
    }
}

/// What is shown of a version beside another one in which something is marked.
#[test]
fn an_entry_is_withheld_where_it_may_be_a_marked_one_of_another_version() {
    let person = |id: &str, name: &str, mark: &str| {
        format!("\n[[person]]\nid = \"{id}\"\nname = \"{name}\"\nrole = \"other\"\n{mark}")
    };
    let event = |what: &str, mark: &str| format!("\n[[event]]\nwhat = \"{what}\"\n{mark}");
    const MARK: &str = "confidential = true\n";
    let (ann, bo, cy) = (person("ann", "Ann", ""), person("bo", "Bo", ""), person("cy", "Cy", ""));
    let (secret, march) = (person("bo", "Bo", MARK), event("March", ""));
    for (here, there, shown) in [
        // Nothing is marked there.
        (vec![&ann, &cy], vec![&ann, &bo], "ann cy"),
        // The same entry, under the same words or the same id; another one is another.
        (vec![&ann, &bo], vec![&ann, &secret], "ann"),
        (vec![&ann, &person("bo", "Bo Heron", "")], vec![&ann, &secret], "ann"),
        (vec![&ann, &person("bo", "Bo Heron", ""), &cy], vec![&ann, &secret], "ann cy"),
        // With nothing like it here, what is new and of its kind may be it; what is not new, or of another kind, is not.
        (vec![&ann, &cy, &march], vec![&ann, &secret], "ann March"),
        (vec![&ann, &march], vec![&ann, &secret, &march], "ann March"),
        (vec![&ann, &march], vec![&event("Meeting", MARK)], "ann"),
    ] {
        let record = |entries: &[&String]| {
            let entries: String = entries.iter().map(|entry| entry.as_str()).collect();
            version(&[("wren", format!("{TOP}{entries}"))])
        };
        let (mut before, mut after) = (record(&there), record(&here));
        join_marks(&mut before, &mut after, &Loaded::default(), &HashSet::new());
        let opened = withhold(after);
        let case = &opened.cases[0];
        let people = case.people.iter().map(|person| person.id.as_str());
        let told: Vec<&str> = people.chain(case.events.iter().map(|event| event.what.as_str())).collect();
        assert_eq!(told.join(" "), shown, "{here:?} beside {there:?}");
    }
}
