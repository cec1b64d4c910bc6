//! What a library's own tables say of it.

use crate::{Result, run::run};
use std::{collections::BTreeSet, fs, path::Path};

/// What comes with every C library, and what the compiler has of its own.
const SYSTEM: &str = "libc libm libgcc_s libpthread libdl librt libutil";

/// Whether the shared library of C is what its users are promised: it shows what these lists name and
/// nothing else, needs the C library only, is found by the name of its ABI, and stays once it is loaded.
pub(crate) fn check_c(library: &Path, lists: &[&str]) -> Result<()> {
    shows(library, "-D", lists)?;
    let faults = faults(&dynamic(library)?);
    if faults.is_empty() {
        return Ok(());
    }
    Err(format!("{}: {}", library.display(), faults.join("; ")).into())
}

/// That of a library's symbols, the dynamic (`-D`) or the global ones (`-g`), those are defined that
/// these lists name, and no other.
pub(crate) fn shows(library: &Path, kind: &str, lists: &[impl AsRef<Path>]) -> Result<()> {
    let said = run("nm")
        .args([kind, "--defined-only"])
        .arg(library)
        .output()?;
    let texts = lists.iter().map(fs::read_to_string);
    let texts = texts.collect::<std::io::Result<Vec<_>>>()?.concat();
    let listed: BTreeSet<&str> = texts.lines().collect();
    let shown = said.lines().filter_map(|line| line.split(' ').nth(2));
    let shown: BTreeSet<&str> = shown.collect();
    if shown == listed {
        return Ok(());
    }
    let library = library.display();
    let (more, less) = (&shown - &listed, &listed - &shown);
    Err(format!("{library}: its lists lack {more:?}, and it lacks {less:?}").into())
}

/// A shared library's dynamic section, as it is printed.
pub(crate) fn dynamic(library: &Path) -> Result<String> {
    run("readelf").arg("-d").arg(library).output()
}

/// The names that such a section has under a tag.
pub(crate) fn names<'a>(dynamic: &'a str, tag: &str) -> impl Iterator<Item = &'a str> {
    let tag = format!("({tag})");
    let lines = dynamic.lines().filter(move |line| line.contains(&tag));
    lines.filter_map(|line| line.split(['[', ']']).nth(1))
}

fn faults(dynamic: &str) -> Vec<String> {
    let is_of_system = |name: &&str| {
        let (name, _) = name.split_once(".so").unwrap_or((name, ""));
        SYSTEM.split(' ').any(|one| one == name) || name.starts_with("ld-linux")
    };
    let needed = names(dynamic, "NEEDED").filter(|name| !is_of_system(name));
    let mut faults: Vec<_> = needed.map(|name| format!("it needs {name}")).collect();
    if !names(dynamic, "SONAME").any(|name| name.starts_with("libcloudagent_disposition.so.0.")) {
        faults.push("its SONAME is not that of its ABI".to_owned());
    }
    if !dynamic.contains("NODELETE") {
        faults.push("it may be unloaded".to_owned());
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{empty, target};

    const GOOD: &str = "\
 0x0000000000000001 (NEEDED)             Shared library: [libgcc_s.so.1]
 0x0000000000000001 (NEEDED)             Shared library: [ld-linux-x86-64.so.2]
 0x000000000000000e (SONAME)             Library soname: [libcloudagent_disposition.so.0.1]
 0x000000006ffffffb (FLAGS_1)            Flags: NOW NODELETE
";

    #[test]
    fn what_a_library_is_promised_to_be_is_seen_to_be_missing() {
        assert!(faults(GOOD).is_empty());
        for (from, to, fault) in [
            ("libgcc_s.so.1", "libssl.so.3", "it needs libssl.so.3"),
            ("libgcc_s.so.1", "libcrypto.so.3", "it needs libcrypto.so.3"),
            ("so.0.1", "so.1", "its SONAME is not that of its ABI"),
            (" NODELETE", "", "it may be unloaded"),
        ] {
            assert_eq!(faults(&GOOD.replace(from, to)), [fault]);
        }
    }

    #[test]
    fn a_symbol_too_many_and_one_too_few_are_named() {
        let folder = target().join("tool-test-symbols");
        empty(&folder).unwrap();
        let file = |name: &str| folder.join(name);
        fs::write(file("a.c"), "int one; int two;").unwrap();
        let object = file("a.o");
        let compile = run("cc").arg("-c").arg(file("a.c")).arg("-o").arg(&object);
        compile.go().unwrap();
        fs::write(file("first"), "two\n").unwrap();
        fs::write(file("second"), "one\n").unwrap();
        fs::write(file("third"), "three\n").unwrap();
        assert!(shows(&object, "-g", &[file("first"), file("second")]).is_ok());
        let said = shows(&object, "-g", &[file("first"), file("third")]);
        let said = said.unwrap_err().to_string();
        assert!(
            said.ends_with(r#"its lists lack {"one"}, and it lacks {"three"}"#),
            "{said}"
        );
        fs::remove_dir_all(folder).unwrap();
    }
}
