//! Opens and reads every file below a folder, with as many threads as there are cores, and does nothing
//! with what it reads: no program that looks into the files can take less time.

use std::{
    env, fs,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    thread,
};

fn files(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() { files(&entry.path(), found)? } else { found.push(entry.path()) }
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let mut found = Vec::new();
    files(Path::new(&env::args().nth(1).unwrap_or_default()), &mut found)?;
    let next = AtomicUsize::new(0);
    let bytes = AtomicUsize::new(0);
    let read = || {
        let mut buffer = vec![0; 64 * 1024];
        while let Some(path) = found.get(next.fetch_add(1, Relaxed)) {
            let Ok(mut file) = fs::File::open(path) else { continue };
            while let Ok(some @ 1..) = file.read(&mut buffer) {
                bytes.fetch_add(some, Relaxed);
            }
        }
    };
    let cores = thread::available_parallelism()?.get();
    thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(read))));
    std::hint::black_box(bytes);
    Ok(())
}
