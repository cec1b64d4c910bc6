"""What `cargo tool dist kotlin` makes is what Maven and its users expect."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from xml.etree import ElementTree

from support import (
    DIST, GROUP, JDK, KOTLIN, LIBRARY, LICENCES, MODULES, NATIVE, POM, ROOT, TARGET, TESTING, VERSION, Case, artifact, contents, dependencies,
)  # fmt: skip

REPOSITORY = "github.com/cloudagent-disposition/cloudagent-disposition$"
PARTS = {
    **dict.fromkeys((*MODULES, JDK, TESTING), (".jar", "-sources.jar", "-javadoc.jar", ".pom", ".module")),
    NATIVE: (".jar", ".pom"),
}


class TestArtifacts(Case):
    def test_each_module_has_its_parts_with_checksums_and_nothing_else_is_there(self) -> None:
        for module, parts in PARTS.items():
            folder = DIST / GROUP / module / VERSION
            files = {artifact(module, part).name for part in parts}
            sums = {f"{name}.{sum}" for name in files for sum in ("md5", "sha1", "sha256")}
            self.assertEqual({file.name for file in folder.iterdir()}, files | sums)
            for name in files:
                expected = hashlib.sha1((folder / name).read_bytes()).hexdigest()
                self.assertEqual((folder / f"{name}.sha1").read_text(), expected)

    def test_the_native_library_stands_where_jna_looks_in_a_jar_of_its_own(self) -> None:
        beside = {"META-INF/LICENSE", LICENCES, "META-INF/MANIFEST.MF"}
        in_jar = {name for name in contents(artifact(NATIVE)) if "META-INF/maven/" not in name}
        self.assertEqual(in_jar, {f"linux-x86-64/{LIBRARY}", *beside})
        for module in MODULES:
            self.assertFalse([name for name in contents(artifact(module)) if name.endswith(".so")])

    def test_jars_hold_only_their_own_packages(self) -> None:
        main, okhttp, jdk = (
            {name for name in contents(artifact(module)) if name.endswith(".class")}
            for module in (*MODULES, JDK)
        )
        for package, classes in (("okhttp", okhttp), ("jdk", jdk)):
            self.assertTrue(classes)
            folder = f"cloudagent/disposition/{package}/"
            self.assertTrue(all(name.startswith(folder) for name in classes))
            self.assertFalse(main & classes)
        self.assertTrue(all(name.startswith("cloudagent/disposition/") for name in main))

    def test_every_class_is_of_a_source_that_is_there(self) -> None:
        folders = (*KOTLIN.glob("*/src/main"), TARGET / "kotlin/generated")
        sources = {file.name for folder in folders for file in folder.rglob("*.kt")}
        for module in (*MODULES, JDK):
            for name, content in contents(artifact(module)).items():
                if not name.endswith(".class"):
                    continue
                # The one constant of a class that is a file's name is that of its source.
                named = re.findall(rb"\x01\0(.)(\w+\.kt)", content, re.DOTALL)
                (source,) = {file for size, file in named if ord(size) == len(file)}
                self.assertIn(source.decode(), sources, name)

    def test_jars_carry_licences_and_consumer_rules(self) -> None:
        for module in (*MODULES, JDK, TESTING):
            jar = contents(artifact(module))
            self.assertEqual(jar["META-INF/LICENSE"], (ROOT / "LICENSE").read_bytes())
            # Nobody shrinks tests, or a server.
            self.assertEqual(f"META-INF/proguard/{module}.pro" in jar, module in MODULES)
        licences = contents(artifact(NATIVE))[LICENCES].decode()
        self.assertRegex(licences, r"\nuniffi_core [0-9.]+: MPL-2.0\n")
        self.assertNotIn("reqwest", licences)

    def test_the_jar_names_no_folder_of_the_machine_that_built_it(self) -> None:
        folders = rb"/(root|home)/|" + re.escape(str(ROOT)).encode()
        for module in PARTS:
            for name, content in contents(artifact(module)).items():
                self.assertIsNone(re.search(folders, content), name)

    def test_sources_and_javadoc_are_of_the_public_packages(self) -> None:
        names = ("DispositionClient", "okhttp/OkHttpTransport", "jdk/JdkTransport", "testing/FakeTransport")
        for module, name in zip((*MODULES, JDK, TESTING), names, strict=True):
            for part, end in (("-sources.jar", ".kt"), ("-javadoc.jar", ".html")):
                self.assertIn(f"cloudagent/disposition/{name}{end}", contents(artifact(module, part)))

    def test_the_bridge_is_documented_nowhere(self) -> None:
        for module in (*MODULES, JDK):
            for name, content in contents(artifact(module, "-javadoc.jar")).items():
                self.assertNotIn("internal/", name)
                self.assertIsNone(re.search(rb"disposition\.internal|RustBuffer", content), name)

    def test_every_entry_has_the_one_time(self) -> None:
        for module, parts in PARTS.items():
            for part in (part for part in parts if part.endswith("jar")):
                with zipfile.ZipFile(artifact(module, part)) as jar:
                    self.assertEqual(
                        {entry.date_time[:3] for entry in jar.infolist()}, {(1980, 2, 1)}
                    )

    def test_poms_stand_alone_and_say_what_a_registry_wants(self) -> None:
        for module in PARTS:
            text = artifact(module, ".pom").read_text()
            self.assertNotIn("${", text)
            pom = ElementTree.fromstring(text)
            self.assertIsNone(pom.find(f"{POM}parent"))
            self.assertEqual(pom.findtext(f"{POM}version"), VERSION)
            for wanted in (
                "name",
                "description",
                "licenses/{0}license/{0}name",
                "developers/{0}developer/{0}name",
            ):
                self.assertTrue(pom.findtext(POM + wanted.format(POM)), wanted)
            for wanted in ("url", "scm/{0}url", "scm/{0}connection", "scm/{0}developerConnection"):
                # Maven likes to append the module's name.
                self.assertIn(
                    REPOSITORY, pom.findtext(POM + wanted.format(POM)).removesuffix(".git") + "$"
                )

    def test_what_is_depended_on_is_this_and_no_more(self) -> None:
        group = "io.github.cloudagent-disposition"
        expected = {
            MODULES[0]: {
                ("org.jetbrains.kotlin", "kotlin-stdlib", "compile"),
                ("org.jetbrains.kotlinx", "kotlinx-coroutines-core-jvm", "compile"),
                ("net.java.dev.jna", "jna", "compile"),
                (group, NATIVE, "runtime"),
            },
            MODULES[1]: {
                (group, MODULES[0], "compile"),
                ("com.squareup.okhttp3", "okhttp", "compile"),
                ("com.squareup.okhttp3", "okhttp-jvm", "compile"),
            },
            JDK: {(group, MODULES[0], "compile")},
            TESTING: {(group, MODULES[0], "compile")},
            NATIVE: set(),
        }
        for module in PARTS:
            pom = artifact(module, ".pom").read_text()
            self.assertEqual(dependencies(pom, "groupId", "artifactId", "scope"), expected[module])

    def test_gradles_metadata_is_that_of_the_jar_and_the_pom_points_to_it(self) -> None:
        for module in (*MODULES, JDK):
            self.assertIn(
                "<!-- do_not_remove: published-with-gradle-metadata -->",
                artifact(module, ".pom").read_text(),
            )
            metadata = json.loads(artifact(module, ".module").read_text())
            self.assertEqual(
                [metadata["component"][part] for part in ("group", "module", "version")],
                ["io.github.cloudagent-disposition", module, VERSION],
            )
            environments = {
                variant["attributes"]["org.gradle.jvm.environment"] for variant in metadata["variants"]
            }
            # Android has no java.net.http.
            self.assertEqual("android" in environments, module != JDK)
            jar = artifact(module)
            for variant in metadata["variants"]:
                (file,) = variant["files"]
                self.assertEqual(file["url"], jar.name)
                self.assertEqual(file["size"], jar.stat().st_size)
                self.assertEqual(file["sha256"], hashlib.sha256(jar.read_bytes()).hexdigest())
