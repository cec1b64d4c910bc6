"""The wheel: one for every Python and for the glibc of its tag, with nothing astray in it."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from elftools.elf.elffile import ELFFile

FOLDER = Path(os.environ.get("CAD_WHEELS", Path(__file__).parents[3] / "target/wheels"))
SOURCES = Path(__file__).parents[1] / "src/cloudagent_disposition"
BRIDGE = Path(__file__).parents[1] / "bridge"
LIBRARY = "cloudagent_disposition/_native/libcloudagent_disposition_uniffi.so"
GLIBC = (2, 17)
MAX_BYTES = 4_000_000
# What is built in from here: glibc's own libraries, which every system of the tag has.
SYSTEM = {"libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "ld-linux-x86-64.so.2"}


@pytest.fixture(scope="module")
def wheel() -> zipfile.ZipFile:
    (path,) = FOLDER.glob("cloudagent_disposition-*.whl")
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def library(wheel: zipfile.ZipFile) -> ELFFile:
    return ELFFile(io.BytesIO(wheel.read(LIBRARY)))


@pytest.fixture(scope="module")
def about(wheel: zipfile.ZipFile) -> dict[str, str]:
    """The texts of its `dist-info`, by their names."""
    names = [name for name in wheel.namelist() if ".dist-info/" in name]
    return {Path(name).name: wheel.read(name).decode() for name in names}


def test_its_name_promises_any_python_3_and_glibc_2_17(
    wheel: zipfile.ZipFile, about: dict[str, str]
) -> None:
    # The tag's old name too, for tools that ask for nothing else, such as Lambda's.
    tags = re.search(
        r"-py3-none-manylinux2014_(\w+?)\.manylinux_2_17_(\w+)\.whl$", str(wheel.filename)
    )
    assert tags
    assert tags[1] == tags[2]
    assert "Root-Is-Purelib: false" in about["WHEEL"]
    assert sorted(re.findall(r"^Tag: (.*)$", about["WHEEL"], re.M)) == [
        f"py3-none-manylinux2014_{tags[1]}",
        f"py3-none-manylinux_2_17_{tags[1]}",
    ]


def test_its_library_needs_no_newer_glibc(library: ELFFile) -> None:
    needed: Any = library.get_section_by_name(".gnu.version_r")
    versions = {
        tuple(int(part) for part in version.name.removeprefix("GLIBC_").split("."))
        for _, every in needed.iter_versions()
        for version in every
        if version.name.startswith("GLIBC_")
    }
    assert versions, "it is linked against glibc"
    print("highest:", max(versions))
    assert max(versions) <= GLIBC


def test_its_library_needs_no_other_library(library: ELFFile) -> None:
    dynamic: Any = library.get_section_by_name(".dynamic")
    needed = {tag.needed for tag in dynamic.iter_tags() if tag.entry.d_tag == "DT_NEEDED"}
    assert "libc.so.6" in needed
    assert needed <= SYSTEM | {"libgcc_s.so.1"}


def test_its_library_is_stripped(library: ELFFile) -> None:
    names = {section.name for section in library.iter_sections()}
    assert ".symtab" not in names
    assert not [name for name in names if name.startswith(".debug")]


def test_it_holds_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    version = str(Path(str(wheel.filename)).name).split("-")[1]
    info = f"cloudagent_disposition-{version}.dist-info"
    sources = (*SOURCES.glob("*.py"), *SOURCES.glob("_pyinstaller/*.py"))
    facade = {f"cloudagent_disposition/{file.relative_to(SOURCES)}" for file in sources}
    native = {
        LIBRARY,
        "cloudagent_disposition/_native/__init__.py",
        "cloudagent_disposition/_native/cloudagent_disposition_uniffi.py",
    }
    names = ["METADATA", "WHEEL", "RECORD", "entry_points.txt"]
    names += ["licenses/LICENSE", "licenses/THIRD-PARTY-LICENCES"]
    about = {f"{info}/{name}" for name in names}
    expected = facade | native | about | {"cloudagent_disposition/py.typed"}
    assert set(wheel.namelist()) == expected


def test_its_bridge_is_the_one_that_is_committed(wheel: zipfile.ZipFile) -> None:
    """`make demo` takes that one, so that nobody waits for its generator to be compiled."""
    native = "cloudagent_disposition/_native/"
    bridge = [name for name in wheel.namelist() if name.startswith(native) and name != LIBRARY]
    assert {name.removeprefix(native) for name in bridge} == {
        file.name for file in BRIDGE.glob("*")
    }
    for name in bridge:
        committed = (BRIDGE / name.removeprefix(native)).read_bytes()
        assert wheel.read(name) == committed, f"{name} has drifted: bindings/python/tasks api"


def test_it_is_small(wheel: zipfile.ZipFile) -> None:
    size = Path(str(wheel.filename)).stat().st_size
    print(f"{size} bytes")
    assert size <= MAX_BYTES


def test_it_names_no_folder_of_the_machine_that_built_it(wheel: zipfile.ZipFile) -> None:
    home = os.path.expanduser("~").encode()
    here = str(Path(__file__).parents[3]).encode()
    for name in wheel.namelist():
        content = wheel.read(name)
        assert here not in content, name
        assert home + b"/.cargo" not in content, name


def test_its_readme_is_the_packages(about: dict[str, str]) -> None:
    assert "Requires-Python: >=3.10" in about["METADATA"]
    assert "# cloudagent-disposition" in about["METADATA"]


def test_it_carries_the_licences_of_what_is_linked_into_its_library(about: dict[str, str]) -> None:
    text = about["THIRD-PARTY-LICENCES"]
    for package in ("ring", "rustls", "reqwest", "uniffi_core", "serde_json"):
        assert re.search(rf"^{package} [\d.]+: \S", text, re.M), package
    assert "Permission is hereby granted, free of charge" in text
    named = re.findall(r"^License-File: (.*)$", about["METADATA"], re.M)
    assert named == ["LICENSE", "THIRD-PARTY-LICENCES"]
