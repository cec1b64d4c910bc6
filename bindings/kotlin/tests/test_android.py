"""The AAR is what Android expects, as far as can be shown without an NDK or a device.

Natives of the desktop stand in for Android's.
"""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from xml.etree import ElementTree

from support import (
    ANSWER,
    LIBRARY,
    LICENCES,
    MODULES,
    NATIVE,
    POM,
    ROOT,
    SMALL_PAGES,
    TOOL,
    VERSION,
    Case,
    artifact,
    contents,
    dependencies,
    desktops,
    run,
)

ABIS = ("arm64-v8a", "armeabi-v7a", "x86_64", "x86")
ANDROID = "{http://schemas.android.com/apk/res/android}"
JAR = {"artifactSelector": {"type": "jar"}}

# Stands in for cargo-ndk: puts the library in $STAND_IN into as many folders as $ABIS_MADE says,
# and ends badly where that is not all of them.
CARGO_NDK = """#!/usr/bin/env bash
made=0 asked=0
while [ $# -gt 0 ]; do
  case $1 in
    -t) asked=$((asked + 1)); abis+=("$2"); shift ;;
    --output-dir) out=$2; shift ;;
    --platform) echo "platform $2"; shift ;;
    --no-default-features) echo "without the transport" ;;
  esac
  shift
done
echo "flags $RUSTFLAGS"
for abi in "${abis[@]}"; do
  [ "$made" -lt "$ABIS_MADE" ] || exit 1
  mkdir -p "$out/$abi" && cp "$STAND_IN" "$out/$abi/libcloudagent_disposition_uniffi.so"
  made=$((made + 1))
done
"""


class TestAar(Case):
    """The assembly, from a folder of natives."""

    def setUp(self) -> None:
        super().setUp()
        self.natives = self.folder / "natives"
        (self.natives / "x86_64").mkdir(parents=True)
        desktops(self.natives / "x86_64")
        self.jars = [artifact(module) for module in MODULES]
        self.licences = [ROOT / "LICENSE", desktops(self.folder, LICENCES)]

    def made(self, name: str):
        given = (self.natives, *self.licences, "--", *self.jars)
        return run(TOOL, "aar", self.folder / name, *given)

    def aar(self, name: str = "test.aar") -> Path:
        ended = self.made(name)
        self.assertEqual(ended.returncode, 0, ended.stdout)
        return self.folder / name

    def test_it_has_this_and_nothing_else(self) -> None:
        expected = [
            "AndroidManifest.xml",
            "META-INF/com/android/build/gradle/aar-metadata.properties",
            "R.txt",
            "classes.jar",
            f"jni/x86_64/{LIBRARY}",
            "proguard.txt",
        ]
        self.assertEqual(list(contents(self.aar())), expected)

    def test_the_manifest_says_from_which_android(self) -> None:
        manifest = ElementTree.fromstring(contents(self.aar())["AndroidManifest.xml"])
        self.assertEqual(manifest.tag, "manifest")
        self.assertEqual(manifest.get("package"), "cloudagent.disposition.android")
        self.assertEqual(manifest.find("uses-sdk").get(f"{ANDROID}minSdkVersion"), "26")
        self.assertEqual(
            manifest.find("uses-permission").get(f"{ANDROID}name"), "android.permission.INTERNET"
        )

    def test_it_has_no_class_and_its_metadata_asks_for_no_newer_android(self) -> None:
        aar = contents(self.aar())
        classes = contents(io.BytesIO(aar["classes.jar"]))
        self.assertEqual([name for name in classes if name.endswith(".class")], [])
        metadata = aar["META-INF/com/android/build/gradle/aar-metadata.properties"].decode()
        said = dict(line.split("=") for line in metadata.splitlines())
        self.assertEqual(said["aarFormatVersion"], "1.0")
        self.assertEqual(said["minCompileSdk"], "1")

    def test_it_has_the_licences_of_what_is_linked_into_its_libraries(self) -> None:
        kept = contents(io.BytesIO(contents(self.aar())["classes.jar"]))
        kept.pop("META-INF/MANIFEST.MF")
        own, others = (licence.read_bytes() for licence in self.licences)
        self.assertEqual(kept, {"META-INF/cloudagent-disposition/LICENSE": own, LICENCES: others})
        self.assertIn(b"uniffi_core", others)

    def test_the_consumer_rules_are_those_of_both_jars(self) -> None:
        rules = contents(self.aar())["proguard.txt"]
        for module, jar in zip(MODULES, self.jars):
            self.assertIn(contents(jar)[f"META-INF/proguard/{module}.pro"], rules)

    def test_the_same_input_gives_the_same_bytes(self) -> None:
        self.assertEqual(self.aar("first.aar").read_bytes(), self.aar("second.aar").read_bytes())

    def makes_none(self, status: int, says: str) -> None:
        ended = self.made("none.aar")
        self.assertEqual(ended.returncode, status, ended.stdout)
        self.assertIn(says, ended.stdout)
        self.assertFalse((self.folder / "none.aar").exists())

    def test_without_licences_or_natives_or_with_small_pages_none_is_made(self) -> None:
        library = self.natives / "x86_64" / LIBRARY
        self.compiled(library, ANSWER, SMALL_PAGES)
        self.makes_none(1, "not to 16 KB")
        library.unlink()
        self.makes_none(1, f"has no <abi>/{LIBRARY}")
        self.licences = []
        self.makes_none(2, "")

    def test_the_pom_depends_on_the_jars_and_on_jnas_native_half_for_android(self) -> None:
        pom = self.succeeds(TOOL, "android-pom")
        self.assertNotRegex(pom, "@[A-Z_]+@")
        root = ElementTree.fromstring(pom)
        self.assertEqual(root.findtext(f"{POM}version"), VERSION)
        self.assertEqual(root.findtext(f"{POM}packaging"), "aar")
        jars = artifact(MODULES[0], ".pom").read_text()
        jna = dict(dependencies(jars, "artifactId", "version"))["jna"]
        expected = {(module, VERSION, None) for module in MODULES} | {("jna", jna, "aar")}
        self.assertEqual(dependencies(pom, "artifactId", "version", "type"), expected)

    def test_gradle_takes_on_android_what_stands_in_the_aar_and_on_a_jvm_the_jars(self) -> None:
        """By the metadata beside each jar, however an app gets at it: with the AAR, without, or both."""
        common = {("kotlin-stdlib", "jar"), ("kotlinx-coroutines-core-jvm", "jar")}
        expected = {
            ("android", MODULES[0]): common | {("jna", "aar")},
            ("standard-jvm", MODULES[0]): common | {("jna", "jar"), (NATIVE, "jar")},
            ("android", MODULES[1]): {(MODULES[0], "jar"), ("okhttp", "jar")},
            ("standard-jvm", MODULES[1]): {(MODULES[0], "jar"), ("okhttp", "jar")},
        }
        found = {}
        for module in MODULES:
            for variant in json.loads(artifact(module, ".module").read_text())["variants"]:
                of = variant["attributes"]
                if of["org.gradle.usage"] == "java-runtime":
                    found[of["org.gradle.jvm.environment"], module] = {
                        (each["module"], each.get("thirdPartyCompatibility", JAR)["artifactSelector"]["type"])
                        for each in variant["dependencies"]
                    }
        self.assertEqual(found, expected)

    def test_who_reads_only_poms_gets_neither_jnas_jar_nor_the_desktops_library(self) -> None:
        root = ElementTree.fromstring(self.succeeds(TOOL, "android-pom"))
        excluded = {
            each.findtext(f"{POM}artifactId"): {one.text for one in each.iter(f"{POM}artifactId")}
            for each in root.findall(f"{POM}dependencies/{POM}dependency")
        }
        self.assertLessEqual({"jna", NATIVE}, excluded[MODULES[0]])
        self.assertIn(MODULES[0], excluded[MODULES[1]])


class TestNativesOfAndroid(Case):
    """The verb that builds them, with and without an NDK."""

    def setUp(self) -> None:
        super().setUp()
        self.out = self.folder / "out"
        tools = self.folder / "tools"
        strip = self.folder / "ndk/toolchains/llvm/prebuilt/linux-x86_64/bin/llvm-strip"
        for program, text in (
            (tools / "cargo-ndk", CARGO_NDK),
            (tools / "rustup", "#!/bin/sh\n"),
            (strip, '#!/bin/sh\nexec strip "$@"\n'),
        ):
            program.parent.mkdir(parents=True, exist_ok=True)
            program.write_text(text)
            program.chmod(0o755)
        (self.folder / "ndk/source.properties").write_text("Pkg.Revision = 28.2.13676358\n")
        self.path = f"{tools}:{os.environ['PATH']}"

    def build(self, abis_made: int, library: Path):
        return run(
            TOOL,
            "android",
            self.out,
            PATH=self.path,
            ANDROID_NDK_HOME=str(self.folder / "ndk"),
            CARGO_HOME=str(self.folder / "cargo-home"),
            ABIS_MADE=str(abis_made),
            STAND_IN=str(library),
        )

    def nothing_is_left(self) -> None:
        self.assertEqual(
            [file.name for file in self.folder.iterdir() if file.name.startswith("out")], []
        )

    def test_without_an_ndk_it_says_so_and_what_to_do(self) -> None:
        ended = run(TOOL, "android", self.out, ANDROID_NDK_HOME="")
        self.assertEqual(ended.returncode, 3)
        self.assertIn("there is no Android NDK: ANDROID_NDK_HOME", ended.stdout)
        self.assertIn(
            f"ANDROID_NDK_HOME=… cargo tool android {self.out}", ended.stdout
        )
        self.nothing_is_left()

    def test_a_folder_that_is_no_ndk_is_none(self) -> None:
        self.assertEqual(
            run(TOOL, "android", self.out, ANDROID_NDK_HOME=str(self.folder)).returncode, 3
        )
        self.nothing_is_left()

    def test_every_abi_is_built_for_the_manifests_android_with_16_kb_and_without_the_transport(
        self,
    ) -> None:
        ended = self.build(len(ABIS), desktops(self.folder))
        self.assertEqual(ended.returncode, 0, ended.stdout)
        for said in ("platform 26", "without the transport", "-Wl,-z,max-page-size=16384"):
            self.assertIn(said, ended.stdout)
        self.assertEqual(
            {str(file.relative_to(self.out)) for file in self.out.glob("*/*")},
            {f"{abi}/{LIBRARY}" for abi in ABIS},
        )

    def test_a_build_that_fails_leaves_nothing(self) -> None:
        self.assertNotEqual(self.build(2, desktops(self.folder)).returncode, 0)
        self.nothing_is_left()

    def test_a_library_that_may_not_ship_leaves_nothing(self) -> None:
        self.compiled(self.folder / LIBRARY, ANSWER, SMALL_PAGES)
        ended = self.build(len(ABIS), self.folder / LIBRARY)
        self.assertEqual(ended.returncode, 1, ended.stdout)
        self.assertIn("not to 16 KB", ended.stdout)
        self.nothing_is_left()
