//! People and organisations in a case.

use super::{case::Entry, date::Date, vocabulary::vocabulary};

vocabulary! {
    /// What part somebody plays in the case.
    Role {
        /// The person whose rights are at stake.
        Victim = "victim",
        /// Accused in the same proceedings.
        CoAccused = "co-accused",
        /// A member of the family.
        Relative = "relative",
        /// Counsel.
        Lawyer = "lawyer",
        /// A witness.
        Witness = "witness",
        /// A judge, prosecutor, minister or other office-holder.
        Official = "official",
        /// Said to have violated rights.
        AllegedPerpetrator = "alleged-perpetrator",
        /// An expert, such as a mandate holder.
        Expert = "expert",
        /// An organisation.
        Organisation = "organisation",
        /// Anybody else.
        Other = "other",
    }
}

/// A person or an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Person {
    /// What entries share.
    pub entry: Entry,
    /// Id within the case.
    pub id: String,
    /// The name used in reports.
    pub name: String,
    /// Other spellings, other scripts.
    pub other_names: Vec<String>,
    /// Part in the case.
    pub role: Role,
    /// Date of birth, or of founding.
    pub born: Option<Date>,
    /// The organisation they belong to.
    pub organisation: Option<String>,
}

impl Person {
    /// The name and every other spelling.
    pub fn all_names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.other_names.iter().map(String::as_str))
    }
}
