//! Which records share a letter, and are therefore read together.

use crate::model::{case::Case, reference::Key};

/// The letters that records hold, each with the number of its file.
pub type Letters = Vec<(Key, u32)>;

/// The letters of a case, with the number of its file.
pub fn letters_of(case: &Case, file: u32) -> impl Iterator<Item = (Key, u32)> {
    case.communications.iter().filter_map(move |letter| Some((letter.key()?, file)))
}

/// Files that hold copies of one letter, or copies of letters of which others do, and so on.
#[must_use]
pub fn groups(mut letters: Letters, files: usize) -> Vec<Vec<u32>> {
    letters.sort_unstable();
    letters.dedup();
    // Union-find: each file points to another of its group, the first one to itself.
    let mut towards: Vec<u32> = (0..).take(files).collect();
    let mut sharing: Vec<u32> = Vec::new();
    for pair in letters.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        let [a, b] = [pair[0].1, pair[1].1].map(|file| first(&mut towards, file));
        towards[a.max(b) as usize] = a.min(b);
        sharing.extend([pair[0].1, pair[1].1]);
    }
    let mut groups: Vec<(u32, u32)> = sharing.iter().map(|file| (first(&mut towards, *file), *file)).collect();
    groups.sort_unstable();
    groups.dedup();
    groups.chunk_by(|(a, _), (b, _)| a == b).map(|group| group.iter().map(|(_, file)| *file).collect()).collect()
}

fn first(towards: &mut [u32], mut file: u32) -> u32 {
    while towards[file as usize] != file {
        let next = towards[file as usize];
        towards[file as usize] = towards[next as usize];
        file = next;
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_share_a_letter_are_one_group() {
        let key = |n| Key::parse(&format!("GBR {n}/2019")).expect("a reference");
        let letters = vec![
            (key(1), 4),
            (key(1), 2),
            (key(2), 0),
            (key(3), 2),
            (key(3), 5),
            (key(4), 1),
            (key(5), 7),
            (key(5), 6),
        ];
        assert_eq!(groups(letters, 8), [vec![2, 4, 5], vec![6, 7]]);
        assert!(groups(vec![(key(1), 0), (key(1), 0)], 1).is_empty(), "two copies in one file");
    }
}
