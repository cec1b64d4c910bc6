//! The packages of the C library, for x86_64 Linux with glibc 2.28 or later.

use crate::{
    Result,
    library::{headers, install_shared, zigbuild},
    licences::licences,
    place::{copy, empty, need, of_workspace, root, target, write},
    run::run,
};
use std::{fs, path::Path};

/// Makes the whole package and the small one without the built-in client, in `dist`.
pub(crate) fn dist() -> Result<()> {
    need("strip", "binutils")?;
    package(
        "cloudagent-disposition-c",
        "",
        "symbols.txt",
        &["client".to_owned()],
    )?;
    package(
        "cloudagent-disposition-c-small",
        "CAD_NO_CLIENT",
        "symbols-small.txt",
        &[],
    )
}

fn package(name: &str, define: &str, symbols: &str, features: &[String]) -> Result<()> {
    let source = root().join("bindings/c");
    let version = of_workspace("version")?;
    let name = format!("{name}-{version}-x86_64-linux");
    let folder = target().join("dist").join(&name);
    let (lib, doc) = (
        folder.join("lib"),
        folder.join("share/doc/cloudagent-disposition"),
    );
    let built = zigbuild(
        "release",
        "cloudagent-disposition-c",
        &features.join(","),
        "",
    )?;
    empty(&folder)?;
    fs::create_dir_all(&lib)?;
    headers(&folder.join("include"))?;

    let soname = install_shared(&built.join("libcloudagent_disposition_c.so"), &lib)?;
    run("strip")
        .args(["--strip-unneeded".as_ref(), lib.join(&soname).as_path()])
        .go()?;
    let archive = lib.join("libcloudagent_disposition.a");
    copy(&built.join("libcloudagent_disposition_c.a"), &archive)?;
    run("strip")
        .args(["--strip-debug".as_ref(), archive.as_path()])
        .go()?;
    localise(&archive, &source.join(symbols))?;

    let abi = soname
        .rsplit_once(".so.")
        .ok_or("a SONAME without a version")?
        .1;
    let values = [
        ("@VERSION@", version.as_str()),
        ("@ABI@", abi),
        ("@REPOSITORY@", &of_workspace("repository")?),
        (
            "@PC_DEFINES@",
            &if define.is_empty() {
                String::new()
            } else {
                format!(" -D{define}")
            },
        ),
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
    write(
        &doc.join("THIRD-PARTY-LICENCES"),
        licences("bindings/c", features)?.as_bytes(),
    )?;

    fs::create_dir_all(root().join("dist"))?;
    let tarball = format!("dist/{name}.tar.gz");
    run("tar")
        .arg_path("-C", &target().join("dist"))
        .args([
            "--owner=0",
            "--group=0",
            "--sort=name",
            "-czf",
            &tarball,
            &name,
        ])
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
        .args(["-r", "--gc-sections", "--force-group-allocation"])
        .args(
            symbols
                .lines()
                .map(|symbol| format!("--undefined={symbol}")),
        )
        .arg_path("-o", &object)
        .args([archive])
        .go()?;
    // The bitcode that the compiler keeps for link-time optimisation is none once it is joined.
    run("objcopy")
        .args([format!("--keep-global-symbols={}", list.display())])
        .args(["--remove-section=.llvmbc", "--remove-section=.llvmcmd"])
        .args([&object])
        .go()?;
    fs::remove_file(archive)?;
    run("ar").args(["rcsD".as_ref(), archive, &object]).go()?;
    fs::remove_file(&object)?;

    let shown = run("nm")
        .args(["-g", "--defined-only"])
        .args([archive])
        .output()?;
    let mut shown: Vec<_> = shown
        .lines()
        .filter_map(|line| line.split(' ').nth(2))
        .collect();
    shown.sort_unstable();
    if shown == symbols.lines().collect::<Vec<_>>() {
        return Ok(());
    }
    Err(format!(
        "{}: it shows other symbols than those of {}",
        archive.display(),
        list.display()
    )
    .into())
}
