//! The artifacts of Kotlin, as a Maven repository: the jars with sources, javadoc, a POM that needs no
//! parent and Gradle's metadata; the native library for desktops; and where there is an Android NDK
//! the AAR.

use crate::{
    Result,
    bridge::{self, kotlin, kotlin_library},
    check_native::check,
    licences::licences,
    package_android as android,
    place::{copy, empty, is_current, need, of_workspace, root, target, write},
    run::run,
};
use std::{fs, path::Path};

/// What the AAR has the rules of.
const MODULES: [&str; 2] = ["cloudagent-disposition", "cloudagent-disposition-okhttp"];
/// What has jars: the modules that an app may have, the transport for servers, and the module for tests.
const JARS: [&str; 4] = [
    MODULES[0],
    MODULES[1],
    "cloudagent-disposition-jdk",
    "cloudagent-disposition-testing",
];
const NATIVE: &str = "cloudagent-disposition-native-linux-x86-64";
const SOURCES: [&str; 15] = [
    "LICENSE",
    ".ci/tool/src/licences.rs",
    ".ci/tool/src/package_android.rs",
    ".ci/tool/src/package_kotlin.rs",
    "bindings/kotlin/pom.xml",
    "bindings/kotlin/package",
    "bindings/kotlin/linux-x86-64",
    "bindings/kotlin/disposition/pom.xml",
    "bindings/kotlin/disposition/src/main",
    "bindings/kotlin/okhttp/pom.xml",
    "bindings/kotlin/okhttp/src/main",
    "bindings/kotlin/jdk/pom.xml",
    "bindings/kotlin/jdk/src/main",
    "bindings/kotlin/testing/pom.xml",
    "bindings/kotlin/testing/src/main",
];

/// Makes the repository, unless it is newer than everything that it is made from.
pub(crate) fn dist(out: &Path) -> Result<()> {
    let stamp = out.join(".built");
    if is_current(&stamp, &bridge::SOURCES)? && is_current(&stamp, &SOURCES)? {
        return Ok(());
    }
    need("mvn", "maven default-jdk-headless")?;
    need("javac", "default-jdk-headless")?;
    need("python3", "python3")?;
    kotlin()?;
    let build = target().join("kotlin");
    check(&[kotlin_library(&build)])?;
    let third = build.join("licences/THIRD-PARTY-LICENCES");
    write(&third, licences("bindings/uniffi", "")?.as_bytes())?;
    // Kotlin's compiler removes nothing: the class of a source that is gone would still ship.
    for module in JARS {
        let _ = fs::remove_dir_all(build.join(module).join("classes"));
    }
    run("mvn")
        .words("-q -B -f bindings/kotlin/pom.xml -P release -Dmaven.test.skip=true")
        .words("-pl linux-x86-64,disposition,okhttp,jdk,testing -am package")
        .arg(format!("-Dcad.build={}", build.display()))
        .go()?;

    empty(out)?;
    let version = of_workspace("version")?;
    let made = |module: &str, part: &str| build.join(format!("{module}/{module}-{version}{part}"));
    for module in JARS {
        for part in [".jar", "-sources.jar", "-javadoc.jar"] {
            publish(out, module, &made(module, part), part)?;
        }
        let folder = build.join(module);
        let (pom, file) = (
            folder.join("published.pom"),
            folder.join("published.module"),
        );
        let flattened = fs::read_to_string(folder.join("flattened.pom"))?;
        write(&pom, for_gradle(&flattened).as_bytes())?;
        publish(out, module, &pom, ".pom")?;
        let metadata = run("bindings/kotlin/package/module").args([&pom, &made(module, ".jar")]);
        write(&file, metadata.output()?.as_bytes())?;
        publish(out, module, &file, ".module")?;
    }
    publish(out, NATIVE, &made(NATIVE, ".jar"), ".jar")?;
    publish(
        out,
        NATIVE,
        &build.join(NATIVE).join("flattened.pom"),
        ".pom",
    )?;
    publish_android(out, &build, &third)?;
    write(&stamp, b"")?;
    println!("{}", out.display());
    Ok(())
}

/// By one line Gradle knows that it should read its own metadata instead of a POM.
fn for_gradle(pom: &str) -> String {
    let mark = "  <!-- do_not_remove: published-with-gradle-metadata -->\n  <modelVersion>";
    pom.replacen("  <modelVersion>", mark, 1)
}

fn publish_android(out: &Path, build: &Path, third: &Path) -> Result<()> {
    let natives = build.join("android");
    if android::natives(&natives)? != 0 {
        return Ok(()); // it has said that there is no NDK
    }
    let version = of_workspace("version")?;
    let jars = MODULES.map(|module| build.join(format!("{module}/{module}-{version}.jar")));
    let (aar, pom) = (build.join("android.aar"), build.join("android.pom"));
    android::aar(
        &aar,
        &natives,
        &[root().join("LICENSE"), third.to_owned()],
        &jars,
    )?;
    write(&pom, android::pom()?.as_bytes())?;
    publish(out, "cloudagent-disposition-android", &aar, ".aar")?;
    publish(out, "cloudagent-disposition-android", &pom, ".pom")
}

/// Puts a file where Maven looks for it, with its checksums.
fn publish(out: &Path, artifact: &str, file: &Path, part: &str) -> Result<()> {
    let version = of_workspace("version")?;
    let folder = format!("io/github/cloudagent-disposition/{artifact}/{version}");
    let to = out.join(folder).join(format!("{artifact}-{version}{part}"));
    copy(file, &to)?;
    for kind in ["md5", "sha1", "sha256"] {
        let said = run(format!("{kind}sum")).arg(&to).output()?;
        let (sum, _) = said.split_once(' ').ok_or("no checksum")?;
        write(format!("{}.{kind}", to.display()).as_ref(), sum.as_bytes())?;
    }
    Ok(())
}
