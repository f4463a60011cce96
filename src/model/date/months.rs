//! Names of months, as people write them in English, Spanish, French, German, Russian and Arabic.

use crate::model::spelling::folded;
use std::{collections::HashMap, sync::LazyLock};

/// The names of each month, January first: whole, in the cases that a date takes, and shortened.
const NAMES: [&str; 12] = [
    "january jan enero ene janvier janv januar jänner январь января январе янв يناير جانفي",
    "february feb febrero février févr fév februar feber февраль февраля феврале фев февр فبراير فيفري شباط",
    "march mar marzo mars märz maerz mrz март марта марте мар مارس آذار",
    "april apr abril abr avril avr апрель апреля апреле апр أبريل إبريل أفريل نيسان",
    "may mayo mai май мая мае مايو ماي أيار",
    "june jun junio juin juni июнь июня июне июн يونيو يونيه جوان حزيران",
    "july jul julio juillet juil juli июль июля июле июл يوليو يوليه جويلية يوليوز تموز",
    "august aug agosto ago août авг август августа августе أغسطس أوت غشت آب",
    "september sept sep septiembre setiembre septembre set сентябрь сентября сентябре сент сен سبتمبر شتنبر أيلول",
    "october oct octubre octobre oktober okt октябрь октября октябре окт أكتوبر",
    "november nov noviembre novembre ноябрь ноября ноябре нояб ноя نوفمبر نونبر",
    "december dec diciembre dic décembre déc dezember dez декабрь декабря декабре дек ديسمبر دجنبر",
];

/// Names of two words.
const TWO_WORDS: [(&str, u32); 4] = [("كانون الثاني", 1), ("تشرين الأول", 10), ("تشرين الثاني", 11), ("كانون الأول", 12)];

/// The month, 1 to 12, with this name: one word, or two with a space between them; in any case, with or without
/// accents.
#[must_use]
pub(super) fn month_named(word: &str) -> Option<u32> {
    static KNOWN: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
        let single = (1..).zip(NAMES).flat_map(|(month, names)| names.split(' ').map(move |name| (name, month)));
        single.chain(TWO_WORDS).map(|(name, month)| (folded(name), month)).collect()
    });
    KNOWN.get(&folded(word)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_by_name_in_six_languages() {
        for (month, names) in [
            (1, ["January", "ENERO", "janvier", "Januar", "января", "يناير"]),
            (2, ["Feb", "febrero", "fevrier", "Februar", "феврале", "فبراير"]),
            (5, ["May", "mayo", "mai", "Mai", "МАЯ", "مايو"]),
            (8, ["August", "agosto", "aout", "August", "августа", "اغسطس"]),
            (12, ["Dec", "diciembre", "Décembre", "Dezember", "декабрь", "كانون الأول"]),
        ] {
            names.iter().for_each(|name| assert_eq!(month_named(name), Some(month), "{name}"));
        }
        assert_eq!(month_named("Maya"), None);
        assert_eq!(month_named(""), None);
    }

    #[test]
    fn no_name_is_that_of_two_months() {
        for (month, names) in (1..).zip(NAMES) {
            names.split(' ').for_each(|name| assert_eq!(month_named(name), Some(month), "{name}"));
        }
    }
}
