//! The packages of the C library, for x86_64 Linux with glibc 2.28 or later.

use crate::{
    Result,
    elf::shows,
    library::{C_KINDS, headers, install_shared, zigbuild},
    licences::licences,
    place::{copy, empty, need, of_workspace, root, target, write},
    run::run,
};
use std::{fs, path::Path};

/// Makes the whole package and the small one without the built-in client, in `dist`.
pub(crate) fn dist() -> Result<()> {
    need("strip", "binutils")?;
    package("", "", "symbols.txt", "client,records")?;
    package("-small", "CAD_NO_CLIENT", "symbols-small.txt", "")
}

fn package(kind: &str, define: &str, symbols: &str, features: &str) -> Result<()> {
    let source = root().join("bindings/c");
    let version = of_workspace("version")?;
    let name = format!("cloudagent-disposition-c{kind}-{version}-x86_64-linux");
    let folder = target().join("dist").join(&name);
    let lib = folder.join("lib");
    let doc = folder.join("share/doc/cloudagent-disposition");
    let built = zigbuild("release", "cloudagent-disposition-c", C_KINDS, features, "")?;
    empty(&folder)?;
    fs::create_dir_all(&lib)?;
    headers(&folder.join("include"))?;

    let soname = install_shared(&built.join("libcloudagent_disposition_c.so"), &lib)?;
    run("strip")
        .arg("--strip-unneeded")
        .arg(lib.join(&soname))
        .go()?;
    let archive = lib.join("libcloudagent_disposition.a");
    copy(&built.join("libcloudagent_disposition_c.a"), &archive)?;
    run("strip").arg("--strip-debug").arg(&archive).go()?;
    localise(&archive, &source.join(symbols))?;

    let (_, abi) = soname
        .rsplit_once(".so.")
        .ok_or("a SONAME without a version")?;
    let for_pkg_config = if define.is_empty() {
        String::new()
    } else {
        format!(" -D{define}")
    };
    let values = [
        ("@VERSION@", version.as_str()),
        ("@ABI@", abi),
        ("@REPOSITORY@", &of_workspace("repository")?),
        ("@PC_DEFINES@", &for_pkg_config),
        ("@CMAKE_DEFINES@", define),
    ];
    for template in fs::read_dir(source.join("package"))?.flatten() {
        let file = template.file_name().to_string_lossy().into_owned();
        let Some(file) = file.strip_suffix(".in") else {
            continue;
        };
        let place = if file.ends_with(".pc") {
            "pkgconfig"
        } else {
            "cmake/cloudagent_disposition"
        };
        let text = fs::read_to_string(template.path())?;
        let text = values
            .iter()
            .fold(text, |text, (mark, value)| text.replace(mark, value));
        write(&lib.join(place).join(file), text.as_bytes())?;
    }
    for (from, to) in [
        ("LICENSE", "LICENSE"),
        ("bindings/c/README.md", "README.md"),
        ("bindings/cpp/README.md", "README-cpp.md"),
        (&format!("bindings/c/{symbols}"), "symbols.txt"),
    ] {
        copy(&root().join(from), &doc.join(to))?;
    }
    let third = licences("bindings/c", features)?;
    write(&doc.join("THIRD-PARTY-LICENCES"), third.as_bytes())?;

    fs::create_dir_all(root().join("dist"))?;
    let tarball = format!("dist/{name}.tar.gz");
    run("tar")
        .words("--owner=0 --group=0 --sort=name -C")
        .arg(target().join("dist"))
        .args(["-czf", &tarball, &name])
        .go()?;
    println!("{tarball}");
    Ok(())
}

/// Turns a Rust static library into one object that shows the symbols of a list and no other.
///
/// Everything else of it, the standard library and the assembler's too, would meet its like in a
/// second Rust library of the same program: two standard libraries of one name don't link, and
/// those that do link share what isn't shared.
pub(crate) fn localise(archive: &Path, list: &Path) -> Result<()> {
    let symbols = fs::read_to_string(list)?;
    let object = archive.with_file_name("cloudagent_disposition.o");
    // Only what the list needs, so that a program does not grow by what the archive's other members
    // held; and no groups, of which a linker keeps one for two libraries.
    run("ld")
        .words("-r --gc-sections --force-group-allocation")
        .args(
            symbols
                .lines()
                .map(|symbol| format!("--undefined={symbol}")),
        )
        .args(["-o".as_ref(), object.as_path(), archive])
        .go()?;
    // The bitcode that the compiler keeps for link-time optimisation is none once it is joined.
    run("objcopy")
        .arg(format!("--keep-global-symbols={}", list.display()))
        .words("--remove-section=.llvmbc --remove-section=.llvmcmd")
        .arg(&object)
        .go()?;
    fs::remove_file(archive)?;
    run("ar").args(["rcsD".as_ref(), archive, &object]).go()?;
    fs::remove_file(&object)?;

    shows(archive, "-g", &[list])
}
