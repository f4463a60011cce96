// The calendar read by an independent reader of iCalendar, the feed by a reader of feeds, the data as what it is.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import assert from "node:assert/strict";
import ICAL from "ical.js";
import { parseFeed } from "@rowanmanning/feed-parser";

const folder = process.argv[2];
const text = (...path) => readFileSync(join(folder, ...path), "utf8");

for (const file of [["site", "deadlines.ics"], ["hostile", "deadlines.ics"], ["site.ics"], ["hostile.ics"]]) {
  const raw = text(...file);
  assert.ok(raw.split("\r\n").every((line) => Buffer.byteLength(line) <= 75), "lines are folded");
  assert.ok(!raw.replaceAll("\r\n", "").match(/[\r\n]/), "every line ends in CRLF");
  const calendar = new ICAL.Component(ICAL.parse(raw));
  const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
  assert.ok(events.length > 0);
  assert.equal(new Set(events.map((event) => event.uid)).size, events.length, "one name, one event");
  for (const event of events) {
    assert.ok(event.startDate.isDate && event.endDate.isDate, "whole days");
    assert.ok(event.endDate.compare(event.startDate) > 0, "the end is the day after");
    assert.match(event.uid, /^[0-9a-f-]{36}$/);
  }
}

const bare = new ICAL.Component(ICAL.parse(text("hostile", "deadlines.ics"))).getAllSubcomponents("vevent");
const summaries = bare.map((event) => event.getFirstPropertyValue("summary"));
assert.deepEqual(summaries.map((summary) => summary.split(":")[0]).sort(),
  ["AL GBR 9/2024 to GBR", "UA RUS 3/2024 to RUS", "letter (ngo-letter) to another addressee"]);

// With titles and names, which attack.
const hostile = new ICAL.Component(ICAL.parse(text("hostile.ics"))).getAllSubcomponents("vevent");
assert.equal(hostile.length, 3);
const [ours] = hostile.filter((event) => event.getAllSubcomponents("valarm").length);
assert.equal(ours.getFirstPropertyValue("summary"), 'ours to Office; of, "the" \\n Prosecutor: our move');
assert.match(ours.getFirstPropertyValue("description"), /From: A B;C,D\\E$/);
assert.equal(ours.getFirstPropertyValue("dtstart").toString(), "2024-12-01");
assert.equal(ours.getFirstPropertyValue("dtend").toString(), "2024-12-02");
const trigger = ours.getFirstSubcomponent("valarm").getFirstPropertyValue("trigger");
assert.equal(trigger.toSeconds(), -7 * 24 * 3600);
const imprecise = hostile.find((event) => event.getFirstPropertyValue("summary").startsWith("AL GBR 9/2024"));
assert.equal(imprecise.getFirstPropertyValue("dtstart").toString(), "2024-05-31");
assert.equal(imprecise.getFirstPropertyValue("dtend").toString(), "2024-06-30");

for (const site of ["site", "hostile"]) {
  const feed = parseFeed(text(site, "changes.xml"));
  assert.equal(feed.meta.type, "atom");
  assert.ok(feed.items.length > 0, site);
  assert.equal(new Set(feed.items.map((item) => item.id)).size, feed.items.length, "one id, one entry");
  for (const item of feed.items) {
    assert.match(item.id, /^urn:uuid:[0-9a-f-]{36}$/);
    assert.match(item.url, /^cases\/[a-z0-9-]+\.html$/);
    assert.ok(item.updated && item.title);
  }
  for (const name of ["cases", "unanswered", "letters", "demands", "detained", "rules"])
    assert.ok(Array.isArray(JSON.parse(text(site, "data", `${name}.json`)).rows));
}
const [arrest] = parseFeed(text("hostile", "changes.xml")).items.filter((item) => item.title.includes("Arrested</a>"));
assert.ok(arrest.title.startsWith("<script>document.title='ran'</script>\\u202Egpj"), arrest.title);
console.log("calendars, feeds and data read back");
