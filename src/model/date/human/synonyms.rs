//! The words around a date, in the languages of those who write: about, between, since, perhaps.

use crate::model::spelling::folded;
use std::{collections::HashSet, sync::LazyLock};

/// Words as they are compared.
pub(super) type Words = LazyLock<HashSet<String>>;

fn list(words: &str) -> HashSet<String> {
    words.split(' ').map(folded).collect()
}

/// What says that a date is not known, as a text of its own.
pub(super) const UNKNOWN: &str = "n/a|na|n.a.|n.a|none|null|nil|tbd|tba|n.d.|s.d.|s/d|s/f|no date|undated|not known|not available|\
                       sans date|sin fecha|ohne datum|без даты|нет|لا يوجد";

/// What says so beside other words.
pub(super) static UNKNOWN_WORDS: Words = LazyLock::new(|| {
    list(
        "unknown unspecified inconnu inconnue desconocido desconocida unbekannt неизвестно \
                             неизвестна неизвестен неизвестную مجهول معروف",
    )
});

/// Words that can be left out, as they say nothing of which day it is: `on`, `the`, `dated`, names of weekdays.
pub(super) static FILLING: Words = LazyLock::new(|| {
    list(
        "st nd rd th er re eme o a го е й ое ого th the of in on at an le la el en au du de del den der \
                       am im vom в во от г год года году гг date day month year exact some time sometime an fecha datum \
                       дата числа في عام سنة من يوم شهر تاريخ غير م \
                       monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat \
                       sun lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes \
                       sabado domingo montag dienstag mittwoch donnerstag freitag samstag sonntag понедельник вторник \
                       среда среду четверг пятница пятницу суббота субботу воскресенье الاثنين الثلاثاء الأربعاء \
                       الخميس الجمعة السبت الأحد",
    )
});

pub(super) static ABOUT: Words = LazyLock::new(|| {
    list(
        "ca c circa about around approx approximately environ vers hacia aproximadamente etwa gegen около \
                     примерно приблизительно حوالي نحو",
    )
});

pub(super) static PERHAPS: Words =
    LazyLock::new(|| list("probably possibly perhaps maybe presumably vermutlich wohl quiza вероятно возможно ربما"));

/// The beginning, the middle and the end of a month or a year.
pub(super) static THIRDS: [Words; 3] = [
    LazyLock::new(|| {
        list("early beginning start debut principios comienzos inicios anfang начало начале أوائل اوائل مطلع بداية")
    }),
    LazyLock::new(|| list("mid middle mi mediados mitte середина середине منتصف أواسط")),
    LazyLock::new(|| list("late end fin finales fines ende конец конце أواخر نهاية")),
];

pub(super) static OR: Words = LazyLock::new(|| list("or ou o oder или أو"));
pub(super) static AND: Words = LazyLock::new(|| list("and et y und и و"));
pub(super) static BETWEEN: Words = LazyLock::new(|| list("between entre zwischen между بين"));
pub(super) static UNTIL: Words = LazyLock::new(|| list("to until till through bis hasta jusqu'au au по до إلى حتى"));
pub(super) static SINCE: Words = LazyLock::new(|| list("since seit depuis desde منذ"));
pub(super) static FROM: Words = LazyLock::new(|| list("from von desde c с"));
