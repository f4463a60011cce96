//! Writes a folder of invented records, the same ones every time: `cargo run --release --example corpus -- DIR N`.
//!
//! In size and shape they are like records kept by hand: about 6.8 KB, 15 events, 3 letters, 5 demands,
//! names in several scripts, a folder for every hundred. One record in fifty also holds a copy of its
//! neighbour's letter, one in forty has a confidential entry.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

/// Invented names, each in another script or language.
const NAMES: [&str; 10] = [
    "Orlen Vastrikov",
    "Тимур Заозёрный-Пример",
    "Ngozi Adelampe",
    "سلمى البستاني المثال",
    "María Ejemplo Quintanar",
    "範例 志明",
    "Żaneta Przykładowska",
    "उदाहरण देवी",
    "Thandolwenkosi Mfano",
    "Παράδειγμα Νικολαΐδης",
];
const STATES: [&str; 12] = ["RUS", "GBR", "ARE", "SAU", "BLR", "MEX", "IRN", "CHN", "EGY", "TUR", "VNM", "NIC"];
const PROCEDURES: [&str; 6] =
    ["sp-urgent-appeal", "sp-allegation-letter", "sp-other-letter", "wgad-regular", "ccpr-complaint", "sp-letter"];
const MANDATES: [&str; 5] = [
    "Special Rapporteur on human rights defenders",
    "Special Rapporteur on torture",
    "Working Group on Arbitrary Detention",
    "Special Rapporteur on freedom of expression",
    "Special Rapporteur on the independence of judges",
];
const REPLIES: [&str; 6] = ["substantive", "partial", "denial", "acknowledgement", "holding", "untranslated"];
const DEMANDS: [&str; 5] = ["release", "investigate", "medical-care", "access-counsel", "stop-reprisals"];
const EVENTS: [(&str, &str); 8] = [
    ("arrest", "Arrested at home before dawn; telephones, a laptop and the archive of the group were taken away"),
    ("hearing", "A hearing on detention, held behind closed doors; counsel was admitted for the last ten minutes"),
    ("ill-treatment", "Reported beaten during transport; a doctor of the prison noted bruises and no cause"),
    ("transfer", "Moved to another remand prison without word to the family or to counsel"),
    ("charge", "Charged with taking part in a group that no court had ever declared unlawful"),
    ("appeal", "The appeal against detention is dismissed; the written reasons came three weeks later"),
    ("publication", "A statement of support by forty organisations is published in six languages"),
    ("reprisal", "A relative who had spoken to the press is called in for questioning"),
];

/// Invented chances that are the same on every machine (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % n).unwrap_or_default()
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64)]
    }

    /// A day between 2016 and the middle of 2026, sometimes only its month.
    fn date(&mut self) -> String {
        let (year, month, day) = (2016 + self.below(10), 1 + self.below(12), 1 + self.below(28));
        if self.below(8) == 0 { format!("\"{year}-{month:02}\"") } else { format!("{year}-{month:02}-{day:02}") }
    }
}

fn record(n: u64) -> Result<String, std::fmt::Error> {
    let mut chance = Chance(n);
    let mut text = String::with_capacity(8 * 1024);
    let (name, state) = (chance.of(&NAMES), chance.of(&STATES));
    let out = &mut text;
    writeln!(out, "# An invented record.\ntitle = \"{name} {n}\"\nstate = \"{state}\"")?;
    writeln!(out, "summary = \"An invented case for measuring, followed by nobody\"")?;
    writeln!(out, "tags = [\"example\", \"human rights defender\"]\nreviewed = 2026-10-{:02}\n", 1 + n % 28)?;
    for (id, name, role) in [("main", name, "victim"), ("counsel", "Ada Musterfrau", "lawyer")] {
        writeln!(out, "[[person]]\nid = \"{id}\"\nname = \"{name}\"\nother_names = [\"{name} (as spelt elsewhere)\"]")?;
        writeln!(out, "role = \"{role}\"\nsources = [\"s1\"]\n")?;
    }
    for event in 0..15 {
        let (kind, what) = chance.of(&EVENTS);
        writeln!(out, "[[event]]\ndate = {}\nwhat = \"{what}\"\nkind = \"{kind}\"", chance.date())?;
        writeln!(out, "people = [\"main\"]\nsources = [\"s{}\", \"s{}\"]", 1 + event % 6, 1 + chance.below(6))?;
        match event {
            0 => writeln!(out, "liberty = \"detained\"")?,
            7 => writeln!(out, "place = \"Примерск\"\nstanding = \"alleged\"")?,
            3 | 6 | 12 => writeln!(
                out,
                "note = \"The day is that of the first report; later ones \\\"vary\\\" by a day or two, and none names its source\""
            )?,
            9 if n.is_multiple_of(40) => writeln!(out, "confidential = true")?,
            11 => writeln!(out, "disputed = [{{ date = \"2017\", sources = [\"s2\"] }}]")?,
            _ => {}
        }
        writeln!(out)?;
    }
    writeln!(
        out,
        "[[charge]]\noffence = \"Extremism\"\nperson = \"main\"\nlaw = \"Criminal Code\"\narticle = \"1.2(3)\"\n"
    )?;
    writeln!(
        out,
        "[[statement]]\nid = \"call\"\nby = \"UN experts\"\ntitle = \"A call for release\"\ndate = 2025-01-08\n"
    )?;
    for (of, id) in (0..).zip(["first", "second", "third"]) {
        letter(out, id, n, of)?;
    }
    if n % 50 == 1 {
        letter(out, "neighbour", n - 1, 0)?;
    }
    for (number, kind) in (1..).zip(DEMANDS) {
        writeln!(out, "[[demand]]\nid = \"{kind}\"\nwhat = \"The authorities should act on this at once ({number})\"")?;
        writeln!(
            out,
            "kind = \"{kind}\"\nmade_in = \"{}\"\nsources = [\"s{number}\"]\n",
            if number < 3 { "call" } else { "first" }
        )?;
        if chance.below(3) == 0 {
            writeln!(out, "[[demand.update]]\ndate = {}\nstatus = \"refused\"\nsources = [\"s3\"]\n", chance.date())?;
        }
    }
    for source in 1..=6 {
        writeln!(
            out,
            "[[source]]\nid = \"s{source}\"\ntitle = \"A report on the case, part {source}\"\npublisher = \"An organisation\""
        )?;
        writeln!(out, "published = {}\nurl = \"https://example.org/reports/{n}/{source}\"\n", chance.date())?;
    }
    Ok(text)
}

/// One of the three letters of a record, under this id: two in three are answered or acknowledged.
fn letter(out: &mut String, id: &str, n: u64, of: u64) -> std::fmt::Result {
    let mut chance = Chance(u64::MAX / 2 + n * 3 + of);
    let (to, procedure) = (chance.of(&STATES), chance.of(&PROCEDURES));
    let (year, month, day) = (2016 + chance.below(10), 1 + chance.below(9), 1 + chance.below(28));
    writeln!(out, "[[communication]]\nid = \"{id}\"\nref = \"UA {to} {}/{year}\"", n * 3 + of + 1)?;
    writeln!(out, "procedure = \"{procedure}\"\nfrom = [\"{}\", \"{}\"]", chance.of(&MANDATES), MANDATES[0])?;
    writeln!(
        out,
        "to = [\"{to}\"]\nsent = {year}-{month:02}-{day:02}\nsources = [\"s1\"]\nnote = \"On the arrest\"\n"
    )?;
    for later in 0..chance.below(3) {
        let kind = chance.of(&REPLIES);
        writeln!(out, "[[communication.reply]]\ndate = {year}-{:02}-{day:02}\nkind = \"{kind}\"", month + 1 + later)?;
        writeln!(out, "sources = [\"s{}\"]\nnote = \"Received in writing\"\n", 1 + chance.below(6))?;
    }
    Ok(())
}

fn write(folder: &Path, count: u64) -> io::Result<()> {
    for n in 0..count {
        let shard = folder.join(format!("{:04}", n / 100));
        if n % 100 == 0 {
            fs::create_dir_all(&shard)?;
        }
        fs::write(shard.join(format!("case-{n:06}.toml")), record(n).map_err(io::Error::other)?)?;
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let words: Vec<String> = env::args().skip(1).collect();
    match words.as_slice() {
        [folder, count] if count.parse::<u64>().is_ok() => write(&PathBuf::from(folder), count.parse().unwrap_or(0)),
        _ => Err(io::Error::new(io::ErrorKind::InvalidInput, "two arguments: a folder, and how many records")),
    }
}
