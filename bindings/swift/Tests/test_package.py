"""A package outside the tree, as a user would write it, and the package as it is released for Apple.

The first depends on ours by its path, runs the README's lines against the simulator, and has another
UniFFI library in the same program.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unittest

from support import PACKAGE, ROOT, Case

NATIVE = PACKAGE / "Native"
LIBRARY = NATIVE / "lib/libcloudagent_disposition_uniffi.a"

# Our own bridge under other names: what another project's would be, made by the same UniFFI and the
# same Rust, so that everything that could clash is there twice.
OTHER_NAMES = {
    "CloudAgentDispositionBridge": "OtherBridge",
    "cloudagent_disposition_uniffi": "other_uniffi",
    "CLOUDAGENT_DISPOSITION_UNIFFI": "OTHER_UNIFFI",
    "CloudagentDispositionUniffi": "OtherUniffi",
}
OTHER_TARGETS = """\
        .target(
            name: "OtherBridge", dependencies: ["OtherBridgeFFI"],
            swiftSettings: [.swiftLanguageMode(.v5)],
            linkerSettings: [.unsafeFlags(["-L\\(Context.packageDirectory)/lib"])]),
        .systemLibrary(name: "OtherBridgeFFI", path: "OtherBridgeFFI"),
    ]
"""
BOTH = """\
import CloudAgentDisposition
import OtherBridge

/// Both libraries answer, each for itself.
func bothAnswer() -> Bool {
    let other = try? OtherBridge.defaults().version
    return other == CloudAgent.version && (try? OtherBridge.liveObjects()) == 0
}
"""
# Another Rust's library brings its own of the one symbol that every Rust has by the same name.
OTHER_RUST = """\
void rust_eh_personality(void) {}
unsigned ffi_cloudagent_disposition_uniffi_uniffi_contract_version(void);
int main(void) { return ffi_cloudagent_disposition_uniffi_uniffi_contract_version() == 0; }
"""


def other(text: str) -> str:
    for ours, theirs in OTHER_NAMES.items():
        text = text.replace(ours, theirs)
    return text


def swift_blocks(page: str) -> list[str]:
    """The Swift of a page, as it is printed."""
    return re.findall(r"(?ms)^```swift\n(.*?)^```$", (ROOT / page).read_text("utf-8"))


class TestConsumer(Case):
    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def other_library(self) -> None:
        ours = "CloudAgentDispositionBridge"
        for source in (f"{ours}/{ours}.swift", f"{ours}FFI/{ours}FFI.h", f"{ours}FFI/module.modulemap"):
            folder = "Sources/" if source.endswith(".swift") else ""
            self.write(folder + other(source), other((NATIVE / source).read_text("utf-8")))
        names = {line.split()[-1] for line in self.succeeds("nm", LIBRARY).splitlines() if other(line) != line}
        self.write("renamed", "".join(f"{name} {other(name)}\n" for name in sorted(names)))
        (self.folder / "lib").mkdir()
        library = self.folder / "lib/libother_uniffi.a"
        self.succeeds("objcopy", f"--redefine-syms={self.folder}/renamed", LIBRARY, library)

    def manifest(self) -> str:
        """The README's own, with the product for tests and the other library in it."""
        (text,) = (each for each in swift_blocks("bindings/swift/README.md") if "swift-tools-version" in each)
        text = text.replace("…/bindings/swift", str(PACKAGE))
        text, depends = re.subn(r"(?m)^( *dependencies: \[)(\.product\(.*\))\]\)$", r'\1\2, \2, "OtherBridge"]),', text)
        text = text.replace('(name: "CloudAgentDisposition",', '(name: "CloudAgentDispositionTesting",', 1)
        text, targets = re.subn(r"(?m)^    \]\n(?=\))", lambda _: OTHER_TARGETS, text)
        self.assertEqual((depends, targets), (1, 1), text)
        return text

    def test_a_package_elsewhere_depends_on_ours_and_runs_the_readmes_lines(self) -> None:
        self.other_library()
        self.write("Package.swift", self.manifest())
        readme = (ROOT / "README.md").read_text("utf-8")
        shown = re.search(r"(?s)generated: examples/swift[^\n]*\n```swift\n(.*?)```\n<!-- end", readme)
        assert shown, "the README has no Swift"
        app, asks = re.subn(
            r"(?m)^( *)(let request = )", r'\1print("both libraries answer: \\(bothAnswer())")\n\1\2', shown[1]
        )
        self.assertEqual(asks, 1)
        self.write("Sources/App/App.swift", app)
        self.write("Sources/App/Other.swift", BOTH)
        # The package's own README is compiled, too: each block in a function of its own.
        ours = "import CloudAgentDisposition\n"
        testing = "import CloudAgentDispositionTesting\n"
        blocks = [each for each in swift_blocks("bindings/swift/README.md") if ours in each]
        self.assertEqual(len(blocks), 3)
        blocks = [each.replace(ours, "").replace(testing, "") for each in blocks]
        functions = [f"func readme{at}(key: String) async throws {{\n{each}}}\n" for at, each in enumerate(blocks)]
        self.write("Sources/App/PackageReadme.swift", ours + testing + "".join(functions))
        # So are the transport and the token store of one's own that the documentation has.
        pages = "bindings/swift/Sources/CloudAgentDisposition/CloudAgentDisposition.docc"
        for page, kind in (("Transports", "Transport"), ("Tokens", "TokenStore")):
            (block,) = (each for each in swift_blocks(f"{pages}/{page}.md") if f": {kind} {{" in each)
            self.write(f"Sources/App/Own{kind}.swift", f"{ours}import Foundation\n{block}")

        built = self.run_swift("swift", "build", "-Xswiftc", "-warnings-as-errors", cwd=self.folder)
        self.assertEqual(built.returncode, 0, built.stdout + built.stderr)
        said = self.run_swift(self.folder / ".build/debug/App").stdout
        self.assertTrue(said.startswith("both libraries answer: true\napplied: "), said)

    def test_it_links_beside_the_library_of_another_rust(self) -> None:
        self.write("other.c", OTHER_RUST)
        program = self.folder / "other"
        self.succeeds("cc", "-o", program, self.folder / "other.c", LIBRARY, "-lpthread", "-ldl", "-lm")
        self.succeeds(program)

    def test_without_its_native_part_the_package_says_what_to_run(self) -> None:
        bare = self.folder / "bare"
        for part in ("Sources", "Tests"):
            shutil.copytree(PACKAGE / part, bare / part)
        shutil.copy(PACKAGE / "Package.swift", bare)
        ended = self.run_swift("swift", "package", "--package-path", bare, "describe")
        self.assertNotEqual(ended.returncode, 0)
        self.assertIn("run 'cargo tool native swift' in the checkout first", ended.stdout + ended.stderr)


class TestRelease(Case):
    """What the release script does without Xcode."""

    URL = "https://example.com/CloudAgentDispositionBridgeFFI.xcframework.zip"
    SCRIPT = PACKAGE / "xcframework"

    @unittest.skipIf(shutil.which("xcodebuild"), "Xcode is here")
    def test_without_xcode_it_says_so_and_makes_nothing(self) -> None:
        environment = self.environment(CARGO_TARGET_DIR=str(self.folder))
        ended = subprocess.run([self.SCRIPT, self.URL], env=environment, capture_output=True, text=True, check=False)
        self.assertEqual((ended.returncode, ended.stdout), (1, ""))
        self.assertIn("Xcode is missing", ended.stderr)
        self.assertFalse((self.folder / "swift").exists())

    def test_its_manifest_is_one(self) -> None:
        checksum = "a" * 64
        (self.folder / "Package.swift").write_text(self.succeeds(self.SCRIPT, "manifest", self.URL, checksum))
        told = self.run_swift("swift", "package", "--package-path", self.folder, "dump-package").stdout
        for word in (f'"checksum" : "{checksum}"', f'"url" : "{self.URL}"', '"name" : "CloudAgentDisposition"', '"type" : "binary"'):
            self.assertIn(word, told)

    def test_it_names_the_licences_of_what_is_in_apples_library(self) -> None:
        licences = self.succeeds("cargo", "tool", "licences", "bindings/uniffi", cwd=ROOT)
        for words in ("(?m)^uniffi_core .*: MPL-2.0$", "(?m)^serde_json ", "Apache License"):
            self.assertRegex(licences, words)
        self.assertNotRegex(licences, "(?m)^(reqwest|rustls|tokio) ")


if __name__ == "__main__":
    unittest.main()
