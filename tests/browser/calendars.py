"""Every calendar read by two libraries: both find the same days, names and words, and none of what must not be in it.

    calendars.py FOLDER     the folder of run.sh
"""

import datetime
import pathlib
import sys

import icalendar
import vobject

folder = pathlib.Path(sys.argv[1])
# Those of sites name no case: ids of cases are mostly surnames.
SITES = ["site", "hostile"]
calendars = [folder / site / name for site in SITES for name in ("deadlines.ics", "agenda.ics")]
named = [folder / "site.ics", folder / "hostile.ics", folder / "agenda.ics"]


def day(value):
    assert type(value) is datetime.date, f"{value!r} is no whole day"
    return value


def by_icalendar(text):
    calendar = icalendar.Calendar.from_ical(text)
    assert not calendar.errors, calendar.errors
    for event in calendar.walk("VEVENT"):
        assert not event.errors, event.errors
        alarms = len(event.walk("VALARM"))
        yield str(event["UID"]), day(event["DTSTART"].dt), day(event["DTEND"].dt), str(event["SUMMARY"]), alarms


def by_vobject(text):
    for event in vobject.readOne(text).contents.get("vevent", []):
        alarms = len(event.contents.get("valarm", []))
        yield event.uid.value, day(event.dtstart.value), day(event.dtend.value), event.summary.value, alarms


events = 0
for file in calendars + named:
    text = file.read_bytes().decode("utf-8")
    one, other = sorted(by_icalendar(text)), sorted(by_vobject(text))
    assert one == other, f"{file}: {set(one) ^ set(other)}"
    assert len({uid for uid, *_ in one}) == len(one), f"{file}: two events with one name"
    assert all(start < end for _, start, end, *_ in one), file
    events += len(one)
    if file in calendars:
        cases = file.parent / "cases"
        for case in cases.glob("*.html"):
            assert case.stem not in text, f"{file} names {case.stem}"

assert events >= 10, events
assert any(alarms for file in named for *_, alarms in by_vobject(file.read_text(encoding="utf-8"))), "no alarm"
print(f"{len(calendars) + len(named)} calendars, {events} events, read alike by icalendar and vobject")
