//! Android's native libraries, and the AAR that carries them.

use crate::{
    Result,
    bridge::{PAGES, SHARED},
    check_native::check,
    library::remap,
    place::{copy, empty, need, of_workspace, root, shell, target, write},
    run::run,
};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

const CARGO_NDK: &str = "4.1.2";
const ABIS: [&str; 4] = ["arm64-v8a", "armeabi-v7a", "x86_64", "x86"];
const TRIPLES: &str =
    "aarch64-linux-android armv7-linux-androideabi x86_64-linux-android i686-linux-android";

fn package() -> PathBuf {
    root().join("bindings/kotlin/package")
}

/// Builds the native library for Android's ABIs, as `<abi>/lib….so` in a folder that is there whole or
/// not at all, with cargo-ndk and the NDK that `ANDROID_NDK_HOME` names. It has no transport of its
/// own (an app sends with OkHttp) and 16 KB pages. Status 3: there is no NDK.
pub(crate) fn natives(out: &Path) -> Result<u8> {
    let ndk = PathBuf::from(env::var("ANDROID_NDK_HOME").unwrap_or_default());
    if !ndk.join("source.properties").is_file() {
        eprintln!(
            "android: there is no Android NDK: ANDROID_NDK_HOME names no folder with one. Nothing was built.\n\
             Install one (in Android Studio, or by: sdkmanager --install 'ndk;28.2.13676358'), then run:\n  \
             ANDROID_NDK_HOME=… cargo tool android {}",
            out.display()
        );
        return Ok(3);
    }
    let part = out.with_extension("part");
    for folder in [out, &part] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
    }
    let built = build_natives(&ndk, &part);
    if built.is_err() {
        let _ = fs::remove_dir_all(&part);
    }
    built?;
    fs::rename(&part, out)?;
    Ok(0)
}

fn build_natives(ndk: &Path, part: &Path) -> Result<()> {
    shell(&format!(
        "need_rust && rustup target add {TRIPLES} >/dev/null"
    ))?;
    let tools = target().join("cargo-ndk");
    let (installed, search) = (tools.display(), env::var("PATH").unwrap_or_default());
    let path = format!("{search}:{installed}/bin");
    shell(&format!(
        "PATH='{path}' command -v cargo-ndk >/dev/null || \
         cargo install -q --locked --root '{installed}' cargo-ndk@{CARGO_NDK}"
    ))?;
    run("cargo")
        .arg("ndk")
        .args(ABIS.iter().flat_map(|abi| ["-t", abi]))
        .args(["--platform", &min_sdk()?, "--output-dir"])
        .arg(part)
        .words("build -q --locked --profile platform --lib")
        .words("-p cloudagent-disposition-uniffi --no-default-features")
        .env("RUSTFLAGS", format!("{PAGES} {}", remap()))
        .env("PATH", path)
        .go()?;
    let made = ABIS.map(|abi| part.join(abi).join(SHARED));
    for library in &made {
        let (ndk, library) = (ndk.display(), library.display());
        let strip = "toolchains/llvm/prebuilt/*/bin/llvm-strip --strip-unneeded";
        shell(&format!("'{ndk}'/{strip} '{library}'"))?;
    }
    check(&made)
}

/// The oldest Android, from the manifest.
fn min_sdk() -> Result<String> {
    let manifest = fs::read_to_string(package().join("AndroidManifest.xml"))?;
    between(&manifest, "minSdkVersion=\"", "\"")
        .ok_or_else(|| "the manifest names no minSdkVersion".into())
}

fn between(text: &str, before: &str, after: &str) -> Option<String> {
    Some(text.split_once(before)?.1.split_once(after)?.0.to_owned())
}

/// The AAR's POM.
pub(crate) fn pom() -> Result<String> {
    let parent = fs::read_to_string(root().join("bindings/kotlin/pom.xml"))?;
    let jna = between(&parent, "<jna.version>", "</jna.version>")
        .ok_or("the parent POM names no jna.version")?;
    let template = fs::read_to_string(package().join("android.pom.in"))?;
    Ok(template
        .replace("@VERSION@", &of_workspace("version")?)
        .replace("@JNA_VERSION@", &jna))
}

/// The licences and the jars of what `aar` is given, where neither are missing.
pub(crate) fn split<'a, 'b>(given: &'a [&'b str]) -> Option<(&'a [&'b str], &'a [&'b str])> {
    let at = given.iter().position(|word| *word == "--")?;
    let (licences, jars) = (&given[..at], &given[at + 1..]);
    (!licences.is_empty() && !jars.is_empty()).then_some((licences, jars))
}

const METADATA: &str = "\
aarFormatVersion=1.0
aarMetadataVersion=1.0
minCompileSdk=1
minCompileSdkExtension=0
minAndroidGradlePluginVersion=1.0.0
coreLibraryDesugaringEnabled=false
";

/// Makes the AAR: Android's native libraries from `natives/<abi>/`, these files with the licences of
/// what is linked into them, and the consumer rules of these jars. Their classes stay in them: an
/// app gets them by the AAR's POM, once, whoever else asks for them.
pub(crate) fn aar<T: AsRef<Path>>(
    out: &Path,
    natives: &Path,
    licences: &[T],
    jars: &[T],
) -> Result<()> {
    need("zip", "zip")?;
    need("unzip", "unzip")?;
    let stage = target().join(format!("kotlin/aar-{}", std::process::id()));
    let made = staged(&stage, natives, licences, jars)
        .and_then(|()| pack(&std::path::absolute(out)?, &stage.join("aar")));
    fs::remove_dir_all(&stage)?;
    made
}

fn staged<T: AsRef<Path>>(stage: &Path, natives: &Path, licences: &[T], jars: &[T]) -> Result<()> {
    let (aar, classes) = (stage.join("aar"), stage.join("classes"));
    empty(&aar)?;
    let mut found = Vec::new();
    for abi in ABIS {
        let (library, to) = (natives.join(abi).join(SHARED), aar.join("jni").join(abi));
        if library.is_file() {
            copy(&library, &to.join(SHARED))?;
            found.push(to.join(SHARED));
        }
    }
    if found.is_empty() {
        return Err(format!("aar: {} has no <abi>/{SHARED}", natives.display()).into());
    }
    check(&found)?;

    let mut rules = String::new();
    for jar in jars {
        let jar = std::path::absolute(jar)?;
        let said = run("unzip")
            .arg("-p")
            .arg(&jar)
            .arg("META-INF/proguard/*.pro")
            .output()?;
        rules += &format!("{}\n\n", said.trim_end_matches('\n'));
    }
    write(&aar.join("proguard.txt"), rules.as_bytes())?;
    // An app gets Java resources from here. Not as META-INF/LICENSE: Android's packaging leaves that
    // out of an app.
    for licence in licences.iter().map(AsRef::as_ref) {
        let name = licence.file_name().ok_or("a licence without a name")?;
        copy(
            licence,
            &classes.join("META-INF/cloudagent-disposition").join(name),
        )?;
    }
    write(
        &classes.join("META-INF/MANIFEST.MF"),
        b"Manifest-Version: 1.0\n\n",
    )?;
    pack(&aar.join("classes.jar"), &classes)?;
    let metadata = aar.join("META-INF/com/android/build/gradle/aar-metadata.properties");
    write(&metadata, METADATA.as_bytes())?;
    copy(
        &package().join("AndroidManifest.xml"),
        &aar.join("AndroidManifest.xml"),
    )?;
    write(&aar.join("R.txt"), b"")
}

/// A zip of a folder, the same bytes from the same files: sorted, all of one time and mode.
fn pack(out: &Path, folder: &Path) -> Result<()> {
    let (out, folder) = (out.display(), folder.display());
    shell(&format!(
        "cd '{folder}' && rm -f '{out}' && export LC_ALL=C TZ=UTC && \
         find . -type f -exec chmod 644 {{}} + -exec touch -d 1980-02-01T00:00:00Z {{}} + && \
         find * -type f | sort | zip -q -X -D '{out}' -@"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_aar_wants_licences_and_jars() {
        assert!(split(&["LICENSE", "--", "a.jar"]).is_some());
        assert!(split(&["--", "a.jar"]).is_none() && split(&["LICENSE", "--"]).is_none());
    }
}
