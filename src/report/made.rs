//! Results that are gathered while records are read, some at a time: rows, sums, the cases that a question is about.

use super::rows::Part;
use std::collections::HashSet;

/// What is made of records, some of them at a time.
pub trait Made: Default + Send {
    /// Takes out what was added for the cases at these places. Returns `false` if it cannot: then the result of this
    /// portion is made again without them.
    fn leave_out(&mut self, _places: &HashSet<u32>) -> bool {
        false
    }

    /// Gives back memory that is not needed when nothing more is added.
    fn shrink(&mut self) {}
}

impl Made for Part {
    fn leave_out(&mut self, places: &HashSet<u32>) -> bool {
        self.retain(|place| !places.contains(&place));
        true
    }

    fn shrink(&mut self) {
        Self::shrink(self);
    }
}

/// The place of each of some cases among all that are asked for.
pub type Places<'p> = &'p dyn Fn(usize) -> u32;
