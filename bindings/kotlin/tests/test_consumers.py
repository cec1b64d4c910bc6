"""Someone who has only what `cargo tool dist kotlin` made, and nothing of this repository."""

from __future__ import annotations

import socket
import zipfile
from collections import Counter
from pathlib import Path

import consumers
from support import (
    LICENCES, MODULES, NATIVE, TOOL, Case, artifact, contents, desktops, run, simulator,
)  # fmt: skip

EXPECTED = """\
classify: queued, Success, Queued
set: applied, saved, attempts 1
invalid: [did, ucid, disposition]
"""
"""What both consumers print."""

WRITTEN = """\
the same: true, true
names: [isHard, detail, field, problem, severity]
"""
"""What the Kotlin consumer prints of an exception that it wrote and read back."""

PROGUARD_RULES = """\
-keep class consumer.MainKt,consumer.WrittenKt { public static void main(java.lang.String[]); }
-dontnote **
-forceprocessing
# ProGuard's own optimizer breaks kotlinx.coroutines 1.10.2: classes that the JVM rejects.
-dontoptimize
# Classes that are optional for OkHttp and the coroutines, on any JVM.
-dontwarn org.**,com.oracle.svm.**,android.**,dalvik.**,java.lang.ClassValue,sun.**,javax.annotation.**
"""
"""What the consumer says of its own program. The rules of libraries are in their jars."""


def setUpModule() -> None:
    consumers.begin()


class TestConsumers(Case):
    def says(
        self, path: list[str], main: str, expected: str = EXPECTED, options: tuple[str, ...] = ()
    ) -> None:
        with simulator() as base_url:
            ended = consumers.java(path, main, base_url, options=options)
        self.assertEqual(ended.stdout, expected)

    def shrink(self, path: list[str], rules: list[Path], more: str = "") -> Path:
        """The program on this path, shrunk and renamed, with these rules of libraries."""
        own = self.folder / "own.pro"
        own.write_text(PROGUARD_RULES + more)
        out = self.folder / "shrunk.jar"
        jmods = Path(java_home()) / "jmods"
        arguments: list[object] = ["-include", own]
        for rule in rules:
            arguments += ["-include", rule]
        # No desktop's windows: Android has none either.
        for module in ("java.base", "java.logging"):
            arguments += ["-libraryjars", f"{jmods / module}.jmod(!**.jar;!module-info.class)"]
        for jar in path:
            arguments += [
                "-injars",
                f"{jar}(!META-INF/MANIFEST.MF,!META-INF/versions/**,!**/module-info.class,!module-info.class)",
            ]
        tool = consumers.tool("proguard", "com.guardsquare:proguard-base:7.8.1")
        ended = consumers.java(tool, "proguard.ProGuard", *arguments, "-outjars", out)
        self.assertEqual(ended.returncode, 0, ended.stdout)
        return out

    def rules_in(self, path: list[str], ours: bool) -> list[Path]:
        """The consumer rules in these jars, as R8 takes them by itself: ours, or those of others."""
        found = []
        for jar in path:
            if not jar.endswith(".jar") or ("cloudagent-disposition" in jar) != ours:
                continue
            for name, content in contents(Path(jar)).items():
                if name.startswith("META-INF/proguard/"):
                    found.append(self.folder / f"{len(found)}-{Path(name).name}")
                    found[-1].write_bytes(content)
        return found

    def test_kotlin(self) -> None:
        self.says(consumers.build("kotlin"), "consumer.MainKt")

    def test_java(self) -> None:
        self.says(consumers.build("java"), "consumer.Main")

    def test_an_app_with_the_aar_and_a_user_of_the_jars_has_each_class_once_and_runs(self) -> None:
        """With the desktop's libraries, ours and JNA's, where Android's would be."""
        natives = self.folder / "natives"
        (natives / "x86_64").mkdir(parents=True)
        desktops(natives / "x86_64")
        licences = desktops(self.folder, LICENCES)
        aar = self.folder / "test.aar"
        ours = [artifact(module) for module in MODULES]
        self.succeeds(TOOL, "aar", aar, natives, licences, "--", *ours)
        with zipfile.ZipFile(aar) as archive:
            archive.extractall(self.folder / "aar")

        # What test_android.py shows that Gradle takes: the jars of a jar's user, less the desktop's library and JNA's jar.
        program, *path = consumers.build("kotlin")
        (jna,) = (jar for jar in path if Path(jar).name.startswith("jna-"))
        version = Path(jna).stem.removeprefix("jna-")
        (android_jna,) = consumers.tool("jna", f"net.java.dev.jna:jna:{version}:aar")
        with zipfile.ZipFile(android_jna) as archive:
            archive.extract("classes.jar", self.folder / "jna")
        library = contents(Path(jna))["com/sun/jna/linux-x86-64/libjnidispatch.so"]
        (self.folder / "aar/jni/x86_64/libjnidispatch.so").write_bytes(library)
        jars = [jar for jar in path if jar != jna and not Path(jar).name.startswith(NATIVE)]
        self.assertEqual(len(jars), len(path) - 2)
        jars += [str(self.folder / "aar/classes.jar"), str(self.folder / "jna/classes.jar")]

        counted = Counter()
        for jar in jars:
            names = contents(Path(jar))
            # An empty jar named okhttp stands before okhttp-jvm.
            counted.update(name for name in names if name.endswith(".class") and name[:8] != "META-INF")
        self.assertGreater(counted["cloudagent/disposition/Account.class"], 0)
        self.assertGreater(counted["com/sun/jna/Native.class"], 0)
        twice = [name for name, times in counted.items() if times > 1 and name != "module-info.class"]
        self.assertEqual(twice, [])
        folder = f"{self.folder}/aar/jni/x86_64"
        self.says(
            [program, *jars],
            "consumer.MainKt",
            options=(f"-Djna.library.path={folder}", f"-Djna.boot.library.path={folder}"),
        )

    def refuses(self, older: str, *expected: str) -> None:
        """With this library of others first, the program ends with this error, and calls nobody."""
        path = consumers.build("java")
        first = consumers.tool("older", older)[:1]
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.setblocking(False)
            url = f"http://127.0.0.1:{server.getsockname()[1]}"
            ended = consumers.java([*first, *path], "consumer.Main", url)
            self.assertRaises(BlockingIOError, server.accept)
        self.assertNotEqual(ended.returncode, 0)
        for text in ("java.lang.IllegalStateException: Nothing was sent: ", *expected):
            self.assertIn(text, ended.stdout)
        self.assertNotIn("set:", ended.stdout)

    def test_an_older_okhttp_is_told_before_anything_is_sent(self) -> None:
        self.refuses(
            "com.squareup.okhttp3:okhttp:4.12.0",
            "needs OkHttp 5.3 or later, and the class path has 4.12.0. ",
        )

    def test_an_okhttp_that_is_much_older_is_told_too(self) -> None:
        """It has nothing that says its version, and the newer one stands behind it."""
        self.refuses(
            "com.squareup.okhttp3:okhttp:3.14.9",
            "needs OkHttp 5.3 or later, and the class path has 3 or older. ",
        )

    def test_an_older_standard_library_of_kotlin_is_told_when_the_client_is_made(self) -> None:
        self.refuses(
            "org.jetbrains.kotlin:kotlin-stdlib:1.9.25",
            "needs kotlin-stdlib 2.1 or later, and the class path has 1.9.25. ",
            "DispositionClient$Builder.build",
        )

    def test_our_artifacts_come_from_dist_only(self) -> None:
        consumers.build("java")
        origins = consumers.origins()
        for module in (*MODULES, NATIVE):
            self.assertIn(artifact(module).name, origins)
        self.assertEqual(set(origins.values()), {"dist"})

    def test_a_shrunk_program_works_with_our_rules_and_fails_without(self) -> None:
        path = consumers.build("kotlin")
        others, ours = self.rules_in(path, ours=False), self.rules_in(path, ours=True)
        self.assertEqual(len(ours), len(MODULES))

        shrunk = self.shrink(path, others + ours)
        self.assertLess(
            shrunk.stat().st_size, sum(Path(jar).stat().st_size for jar in path[1:]) * 0.7
        )
        self.says([str(shrunk)], "consumer.MainKt")
        for written in (path, [str(shrunk)]):
            self.assertEqual(consumers.java(written, "consumer.WrittenKt").stdout, WRITTEN)

        with simulator() as base_url:
            # JNA's windows are no news by now: what is missing is what must be kept.
            shrunk = self.shrink(path, others, "-dontwarn java.awt.**")
            ended = consumers.java([str(shrunk)], "consumer.MainKt", base_url)
        self.assertNotEqual(ended.returncode, 0, ended.stdout)
        self.assertRegex(ended.stdout, "NativeLibraryException|UnsatisfiedLinkError")


def java_home() -> str:
    properties = run("java", "-XshowSettings:properties", "-version").stdout
    return next(
        line.split("=", 1)[1].strip() for line in properties.splitlines() if "java.home =" in line
    )
