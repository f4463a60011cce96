//! The files of an export on their way to the disk: rows are kept beside them as they are made, in no certain order, and
//! then brought into the order of the cases. So no more is held in memory than where the rows of each case lie.

use super::{
    package,
    rows::{self, Rows},
    sql,
    table::Table,
};
use crate::{
    model::vocabulary::Vocabulary as _,
    progress::Progress,
    replace::{Building, Folder},
    report::{
        World,
        made::{Made, Places},
    },
};
use sha2::{Digest as _, Sha256};
use std::{
    collections::HashSet,
    fmt::Write as _,
    fs::File,
    io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _},
    sync::{Mutex, PoisonError, atomic::Ordering::Relaxed},
};

/// The files beside those of the tables.
const PACKAGE: &str = "datapackage.json";
const DUCKDB: &str = "load.sql";
const SQLITE: &str = "sqlite.sql";
/// Where rows lie until they are in order; it is gone before the folder is put in place.
const UNORDERED: &str = "rows.unordered";

/// How many bytes say how long the rows of a case are in each table.
const LENGTHS: usize = Table::COUNT * size_of::<u64>();

/// Every file that is made.
fn names() -> Vec<String> {
    let tables = Table::ALL.iter().map(|table| table.file());
    tables.chain([PACKAGE, DUCKDB, SQLITE, UNORDERED].map(str::to_owned)).collect()
}

/// Where the rows of cases lie.
#[derive(Debug, Default)]
pub struct RowPlaces(Vec<Block>);

/// Where those of one lie.
#[derive(Clone, Copy, Debug)]
struct Block {
    /// The place of the case among all.
    place: u32,
    at: u64,
}

impl Made for RowPlaces {
    fn leave_out(&mut self, places: &HashSet<u32>) -> bool {
        self.0.retain(|block| !places.contains(&block.place));
        true
    }

    fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }
}

/// A file that is written.
pub(super) struct FileWritten {
    pub(super) bytes: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub(super) sha256: String,
}

/// What is wanted beside the rows.
pub struct Beside<'a> {
    /// With its rules and its day.
    pub world: World<'a>,
    /// Nothing is withheld.
    pub is_whole: bool,
}

/// An export that is being made.
pub struct Export<'f> {
    building: Building<'f>,
    unordered: Mutex<Unordered>,
}

struct Unordered {
    out: BufWriter<File>,
    at: u64,
    /// The first error that was met: nothing is written after it.
    failed: Option<io::Error>,
}

impl Unordered {
    /// Adds the rows of a case; returns where they lie.
    fn add(&mut self, rows: &Rows) -> u64 {
        let at = self.at;
        if self.failed.is_none() {
            let write = |out: &mut BufWriter<File>| {
                rows.tables().iter().try_for_each(|table| out.write_all(&(table.len() as u64).to_le_bytes()))?;
                rows.tables().iter().try_for_each(|table| out.write_all(table))
            };
            self.failed = write(&mut self.out).err();
            self.at += (LENGTHS + rows.tables().iter().map(Vec::len).sum::<usize>()) as u64;
        }
        at
    }
}

impl<'f> Export<'f> {
    /// Begins an export beside the one that is there.
    ///
    /// # Errors
    /// What could not be made.
    pub fn begin(folder: &'f Folder) -> io::Result<Self> {
        let building = folder.begin(names().iter().map(String::as_str))?;
        let out = BufWriter::with_capacity(1 << 16, building.create(UNORDERED)?);
        Ok(Self { building, unordered: Mutex::new(Unordered { out, at: 0, failed: None }) })
    }

    /// Adds the rows of cases that share letters with each other at most. `is_told`: whether a related case may be told
    /// of.
    pub fn add(&self, world: &World<'_>, is_told: impl Fn(&str) -> bool, place: Places<'_>, lying: &mut RowPlaces) {
        rows::of_cases(world, is_told, |at, rows| {
            let mut unordered = self.unordered.lock().unwrap_or_else(PoisonError::into_inner);
            lying.0.push(Block { place: place(at), at: unordered.add(rows) });
        });
    }

    /// Brings all rows into the order of the cases, describes them, and puts the new export in the place of the old one.
    /// Returns how many cases are in it, and what the reader must know of what is left of the old one.
    ///
    /// # Errors
    /// What could not be written; the old export then stays as it was, unless the error says otherwise.
    pub fn finish(
        self,
        lying: Vec<RowPlaces>,
        beside: &Beside<'_>,
        progress: &Progress,
    ) -> io::Result<(usize, Option<String>)> {
        let Self { building, unordered } = self;
        let Unordered { out, failed, .. } = unordered.into_inner().unwrap_or_else(PoisonError::into_inner);
        failed.map_or(Ok(()), Err)?;
        let mut from = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        let mut blocks: Vec<Block> = lying.into_iter().flat_map(|lying| lying.0).collect();
        blocks.sort_unstable_by_key(|block| block.place);
        progress.all.store(blocks.len() as u64, Relaxed);

        let mut files =
            Table::ALL.iter().map(|table| Writing::begin(*table, &building)).collect::<io::Result<Vec<_>>>()?;
        let mut text = Vec::new();
        for block in &blocks {
            let lengths = lengths(&mut from, block.at)?;
            let all: u64 = lengths.iter().sum();
            text.clear();
            (&mut from).take(all).read_to_end(&mut text)?;
            let mut rest = text.as_slice();
            for (file, length) in files.iter_mut().zip(lengths) {
                let (rows, others) =
                    rest.split_at_checked(usize::try_from(length).unwrap_or(usize::MAX)).ok_or_else(|| {
                        io::Error::new(
                            io::ErrorKind::UnexpectedEof,
                            "the rows that were kept beside the export are gone",
                        )
                    })?;
                file.add(rows)?;
                rest = others;
            }
            progress.done.fetch_add(1, Relaxed);
        }
        let mut rules = Rows::new(beside.world.as_of);
        rows::rules::rows(beside.world.rules, &mut rules);
        files.iter_mut().zip(rules.tables()).try_for_each(|(file, rows)| file.add(rows))?;
        let files = files.into_iter().map(Writing::end).collect::<io::Result<Vec<_>>>()?;
        drop(from);
        building.remove(UNORDERED)?;
        for (name, text) in [
            (PACKAGE, package::description(&files, beside.world.as_of, beside.is_whole)),
            (DUCKDB, sql::duckdb()),
            (SQLITE, sql::sqlite()),
        ] {
            let mut file = building.create(name)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
        }
        Ok((blocks.len(), building.put_in_place(std::iter::empty())?))
    }
}

/// How long the rows of a case are in each table. What is read next is the first of these rows.
fn lengths(from: &mut File, at: u64) -> io::Result<[u64; Table::COUNT]> {
    from.seek(SeekFrom::Start(at))?;
    let mut bytes = [0; LENGTHS];
    from.read_exact(&mut bytes)?;
    let mut lengths = [0; Table::COUNT];
    for (length, bytes) in lengths.iter_mut().zip(bytes.as_chunks().0) {
        *length = u64::from_le_bytes(*bytes);
    }
    Ok(lengths)
}

/// The file of a table that is being written.
struct Writing {
    out: BufWriter<File>,
    bytes: u64,
    hash: Sha256,
}

impl Writing {
    /// Begins it with the names of its columns.
    fn begin(table: Table, building: &Building<'_>) -> io::Result<Self> {
        let out = BufWriter::with_capacity(1 << 16, building.create(&table.file())?);
        let mut this = Self { out, bytes: 0, hash: Sha256::new() };
        let names: Vec<String> = table.fields().into_iter().map(|field| field.name).collect();
        this.add(format!("{}\n", names.join(",")).as_bytes())?;
        Ok(this)
    }

    fn add(&mut self, rows: &[u8]) -> io::Result<()> {
        self.bytes += rows.len() as u64;
        self.hash.update(rows);
        self.out.write_all(rows)
    }

    /// Brings it to the disk.
    fn end(self) -> io::Result<FileWritten> {
        self.out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        let mut sha256 = String::new();
        for byte in self.hash.finalize() {
            // Writing to a String does not fail.
            let _ = write!(sha256, "{byte:02x}");
        }
        Ok(FileWritten { bytes: self.bytes, sha256 })
    }
}
