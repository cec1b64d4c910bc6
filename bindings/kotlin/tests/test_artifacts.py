"""What `package/dist` makes is what Maven and its users expect."""

from __future__ import annotations

import hashlib
import re
import unittest
import zipfile
from xml.etree import ElementTree

from support import DIST, GROUP, KOTLIN, LIBRARY, MODULES, ROOT, VERSION, Case, artifact

POM = "{http://maven.apache.org/POM/4.0.0}"
REPOSITORY = "github.com/cloudagent-disposition/cloudagent-disposition$"
PARTS = (".jar", "-sources.jar", "-javadoc.jar", ".pom")


def names(path) -> set[str]:
    with zipfile.ZipFile(path) as archive:
        return {name for name in archive.namelist() if not name.endswith("/")}


class TestArtifacts(Case):
    def test_each_module_has_its_parts_with_checksums_and_nothing_else_is_there(self) -> None:
        for module in MODULES:
            folder = DIST / GROUP / module / VERSION
            files = {artifact(module, part).name for part in PARTS}
            sums = {f"{name}.{sum}" for name in files for sum in ("md5", "sha1", "sha256")}
            self.assertEqual({file.name for file in folder.iterdir()}, files | sums)
            for name in files:
                expected = hashlib.sha1((folder / name).read_bytes()).hexdigest()
                self.assertEqual((folder / f"{name}.sha1").read_text(), expected)

    def test_the_jar_has_the_native_library_where_jna_looks_and_none_of_another(self) -> None:
        names_in_jar = names(artifact("cloudagent-disposition"))
        self.assertIn(f"linux-x86-64/{LIBRARY}", names_in_jar)
        for packages in ("com/sun/jna/", "okhttp3/", "okio/", "kotlin/", "kotlinx/"):
            self.assertFalse([name for name in names_in_jar if name.startswith(packages)])

    def test_jars_hold_only_their_own_packages(self) -> None:
        okhttp = {name for name in names(artifact(MODULES[1])) if name.endswith(".class")}
        self.assertTrue(okhttp)
        self.assertTrue(all(name.startswith("cloudagent/disposition/okhttp/") for name in okhttp))
        main = {name for name in names(artifact(MODULES[0])) if name.endswith(".class")}
        self.assertTrue(all(name.startswith("cloudagent/disposition/") for name in main))
        self.assertFalse(main & okhttp)

    def test_jars_carry_licences_and_consumer_rules(self) -> None:
        for module in MODULES:
            with zipfile.ZipFile(artifact(module)) as jar:
                self.assertEqual(jar.read("META-INF/LICENSE"), (ROOT / "LICENSE").read_bytes())
                self.assertIn(f"META-INF/proguard/{module}.pro", jar.namelist())
        with zipfile.ZipFile(artifact("cloudagent-disposition")) as jar:
            licences = jar.read("META-INF/cloudagent-disposition/THIRD-PARTY-LICENCES").decode()
        self.assertRegex(licences, r"\nuniffi_core [0-9.]+: MPL-2.0\n")
        self.assertNotIn("reqwest", licences)

    def test_the_jar_names_no_folder_of_the_machine_that_built_it(self) -> None:
        for module in MODULES:
            with zipfile.ZipFile(artifact(module)) as jar:
                for name in jar.namelist():
                    found = re.search(
                        rb"/(root|home)/|" + re.escape(str(ROOT)).encode(), jar.read(name)
                    )
                    self.assertIsNone(found, name)

    def test_sources_and_javadoc_are_of_the_public_packages(self) -> None:
        self.assertIn(
            "cloudagent/disposition/DispositionClient.kt",
            names(artifact(MODULES[0], "-sources.jar")),
        )
        self.assertIn(
            "cloudagent/disposition/okhttp/OkHttpTransport.kt",
            names(artifact(MODULES[1], "-sources.jar")),
        )
        self.assertIn(
            "cloudagent/disposition/DispositionClient.html",
            names(artifact(MODULES[0], "-javadoc.jar")),
        )
        self.assertIn(
            "cloudagent/disposition/okhttp/OkHttpTransport.html",
            names(artifact(MODULES[1], "-javadoc.jar")),
        )

    def test_the_bridge_is_documented_nowhere(self) -> None:
        for module in MODULES:
            with zipfile.ZipFile(artifact(module, "-javadoc.jar")) as jar:
                for name in jar.namelist():
                    self.assertNotIn("internal/", name)
                    self.assertIsNone(
                        re.search(rb"disposition\.internal|RustBuffer", jar.read(name)), name
                    )

    def test_every_entry_has_the_one_time(self) -> None:
        for module in MODULES:
            for part in PARTS[:3]:
                with zipfile.ZipFile(artifact(module, part)) as jar:
                    self.assertEqual(
                        {entry.date_time[:3] for entry in jar.infolist()}, {(1980, 2, 1)}
                    )

    def test_poms_stand_alone_and_say_what_a_registry_wants(self) -> None:
        for module in MODULES:
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

    def test_every_module_has_the_workspaces_version(self) -> None:
        poms = list(KOTLIN.glob("pom.xml")) + list(KOTLIN.glob("*/pom.xml"))
        self.assertGreater(len(poms), len(MODULES))
        for path in poms:
            pom = ElementTree.parse(path).getroot()
            version = pom.findtext(f"{POM}version") or pom.findtext(f"{POM}parent/{POM}version")
            self.assertEqual(version, VERSION, path)

    def test_what_is_depended_on_is_this_and_no_more(self) -> None:
        group = "io.github.cloudagent-disposition"
        expected = {
            MODULES[0]: {
                ("org.jetbrains.kotlin", "kotlin-stdlib"),
                ("org.jetbrains.kotlinx", "kotlinx-coroutines-core-jvm"),
                ("net.java.dev.jna", "jna"),
            },
            MODULES[1]: {
                (group, MODULES[0]),
                ("com.squareup.okhttp3", "okhttp"),
                ("com.squareup.okhttp3", "okhttp-jvm"),
            },
        }
        for module in MODULES:
            pom = ElementTree.parse(artifact(module, ".pom")).getroot()
            dependencies = pom.findall(f"{POM}dependencies/{POM}dependency")
            found = {
                (each.findtext(f"{POM}groupId"), each.findtext(f"{POM}artifactId"))
                for each in dependencies
            }
            self.assertEqual(found, expected[module])
            self.assertEqual({each.findtext(f"{POM}scope") for each in dependencies}, {"compile"})


if __name__ == "__main__":
    unittest.main()
