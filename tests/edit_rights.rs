//! Whose a record is after an edit: links, modes, groups and access lists.

#![cfg(unix)]

use crate::edit::{Cases, RECORD};
use std::{
    fs,
    io::Write as _,
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _, chown, symlink},
        process::CommandExt as _,
    },
    path::Path,
};

const ADD: [&str; 5] = ["add", "heron", "event", "--what", "New"];

#[test]
fn links_and_read_only_records_are_refused() {
    let cases = Cases::new();
    let outside = tempfile::tempdir().expect("a folder");
    fs::write(outside.path().join("kite.toml"), RECORD).expect("a record");
    symlink(outside.path().join("kite.toml"), cases.folder().join("kite.toml")).expect("a link");
    symlink(outside.path(), cases.folder().join("more")).expect("a link");
    let add = ["add", "kite", "event", "--what", "New", "--confidential"];
    assert!(cases.refused(&add).contains("a link is not a record"));
    assert!(cases.refused(&add[..5]).contains("there is no case"), "where it leads to may be withheld");
    fs::remove_file(cases.folder().join("kite.toml")).expect("gone");
    assert!(cases.refused(&["add", "kite", "event", "--what", "New"]).contains("there is no case"));
    assert_eq!(fs::read_to_string(outside.path().join("kite.toml")).expect("theirs"), RECORD);

    fs::set_permissions(cases.path(), fs::Permissions::from_mode(0o444)).expect("read-only");
    assert!(cases.refused(&ADD).contains("read-only"));
    let mode = fs::metadata(cases.path()).expect("the record").permissions().mode();
    assert_eq!(mode & 0o777, 0o444);
}

#[test]
fn a_folder_that_cannot_be_written_is_refused() {
    let cases = Cases::new();
    fs::set_permissions(cases.folder(), fs::Permissions::from_mode(0o555)).expect("read-only");
    if fs::write(cases.folder().join("probe"), "").is_ok() {
        fs::remove_file(cases.folder().join("probe")).expect("gone");
        let skipped = "SKIPPED: root may write into a read-only folder; run this test as another user";
        let _ = writeln!(std::io::stderr(), "{skipped}");
        return;
    }
    assert!(cases.refused(&ADD).contains("cannot make a new file in this folder"));
    fs::set_permissions(cases.folder(), fs::Permissions::from_mode(0o755)).expect("writable, to be removed");
}

#[test]
fn mode_and_owner_stay_and_what_a_crash_left_is_cleared() {
    let cases = Cases::new();
    fs::set_permissions(cases.path(), fs::Permissions::from_mode(0o640)).expect("a mode");
    let before = fs::metadata(cases.path()).expect("the record");
    fs::write(cases.folder().join(".heron.toml.new"), "torn").expect("left by a crash");
    let elsewhere = cases.folder().join("elsewhere.txt");
    fs::write(&elsewhere, "theirs").expect("a file");
    assert!(cases.run(&ADD).status.success());
    fs::remove_file(&elsewhere).expect("gone");
    let after = fs::metadata(cases.path()).expect("the record");
    assert_eq!((before.mode(), before.uid(), before.gid()), (after.mode(), after.uid(), after.gid()));
    assert_eq!(cases.files(), ["heron.toml"]);
    // A link under the name of the temporary file is not followed.
    symlink(cases.folder().join("target"), cases.folder().join(".heron.toml.new")).expect("a link");
    assert!(cases.run(&ADD).status.success());
    assert_eq!(cases.files(), ["heron.toml"]);
}

#[test]
fn a_record_with_a_second_name_is_refused_and_not_severed_from_it() {
    let cases = Cases::new();
    let other = tempfile::tempdir().expect("a folder");
    let second = other.path().join("second.txt");
    fs::hard_link(cases.path(), &second).expect("a second name");
    for words in [&ADD[..], &["reviewed", "heron", "2020-01-01"], &["edit", "heron"]] {
        let said = cases.refused(words);
        assert!(said.contains("a hard link") && said.contains("cp -p"), "{words:?}: {said}");
    }
    assert_eq!(fs::metadata(cases.path()).expect("the record").ino(), fs::metadata(&second).expect("it").ino());
    assert_eq!(cases.files(), ["heron.toml"]);
    fs::remove_file(second).expect("gone");
    assert!(cases.run(&ADD).status.success());
}

/// In a folder of group 4000, a record of user 4001 in that group with this mode.
fn shared(mode: u32) -> Option<Cases> {
    let cases = Cases::new();
    let own = |path: &Path, mode| {
        chown(path, Some(4001), Some(4000))
            .and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(mode)))
            .ok()
    };
    if own(cases.folder(), 0o777).is_some() && own(&cases.path(), mode).is_some() {
        return Some(cases);
    }
    let _ = writeln!(std::io::stderr(), "SKIPPED: only root can make a file of somebody else; run this test as root");
    None
}

#[test]
fn a_colleague_edits_a_record_of_the_group_and_it_stays_the_groups() {
    let Some(cases) = shared(0o664) else { return };
    let output = cases.command(&ADD).uid(4002).gid(4000).output().expect("the program");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let after = fs::metadata(cases.path()).expect("the record");
    assert_eq!((after.uid(), after.gid(), after.mode() & 0o7777), (4002, 4000, 0o664));
    assert!(cases.text().contains("New"));
    // Back again, in an editor.
    let mut command = cases.command(&["edit", "heron"]);
    let output = command.env("VISUAL", "echo '# more' >>").uid(4001).gid(4000).output().expect("the program");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let after = fs::metadata(cases.path()).expect("the record");
    assert_eq!((after.uid(), after.gid(), after.mode() & 0o7777), (4001, 4000, 0o664));
    assert_eq!(cases.files(), ["heron.toml"]);
}

#[test]
fn who_cannot_keep_the_group_is_refused() {
    let Some(cases) = shared(0o666) else { return };
    let output = cases.command(&ADD).uid(4003).gid(4003).output().expect("the program");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("cannot keep the group") && said.contains("nothing was written"), "{said}");
    assert_eq!((output.status.code(), cases.text()), (Some(2), RECORD.to_owned()));
    assert_eq!(cases.files(), ["heron.toml"]);
}

#[test]
#[cfg(target_os = "linux")]
fn an_access_list_stays_and_none_is_taken_over_from_the_folder() {
    use rustix::fs::{XattrFlags, getxattr, setxattr};
    let list = |reader: u32| {
        // Version 2; then tag, permissions and whom it is about: owner, one reader, group, mask, others.
        let entries =
            [(0x01, 6, u32::MAX), (0x02, 4, reader), (0x04, 4, u32::MAX), (0x10, 4, u32::MAX), (0x20, 0, u32::MAX)];
        let mut bytes = 2_u32.to_le_bytes().to_vec();
        for (tag, may, id) in entries {
            bytes.extend([u16::to_le_bytes(tag), u16::to_le_bytes(may)].concat());
            bytes.extend(u32::to_le_bytes(id));
        }
        bytes
    };
    let cases = Cases::new();
    let of_record = || {
        let mut bytes = [0; 200];
        getxattr(cases.path(), "system.posix_acl_access", &mut bytes[..]).map(|size| bytes[..size].to_vec()).ok()
    };
    if setxattr(cases.folder(), "system.posix_acl_default", &list(5001), XattrFlags::empty()).is_err() {
        let _ = writeln!(std::io::stderr(), "SKIPPED: this file system has no access lists");
        return;
    }
    assert!(cases.run(&ADD).status.success());
    assert_eq!(of_record(), None, "the record was there before the list of the folder");
    setxattr(cases.path(), "system.posix_acl_access", &list(5000), XattrFlags::empty()).expect("a list");
    assert!(cases.run(&ADD).status.success());
    assert_eq!(of_record(), Some(list(5000)));
    fs::write(cases.folder().join("page.txt"), "saved").expect("a page");
    fs::write(cases.path(), format!("{RECORD}\n[[source]]\nid = \"s\"\ntitle = \"T\"\n")).expect("with a source");
    let page = cases.folder().join("page.txt");
    assert!(cases.run(&["archive", "heron", "s", page.to_str().expect("UTF-8")]).status.success());
    let mut bytes = [0; 200];
    let size = getxattr(cases.folder().join("heron/s.txt"), "system.posix_acl_access", &mut bytes[..]).expect("a list");
    assert_eq!(bytes[..size], list(5000), "whoever may read the record may read its documents");
}

#[test]
fn who_may_not_write_a_record_is_refused() {
    let Some(cases) = shared(0o644) else { return };
    let output = cases.command(&ADD).uid(4002).gid(4000).output().expect("the program");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("read-only") && cases.text() == RECORD, "{said}");
}
