"""A consumer's Maven: a local repository that began empty, and gets our artifacts from `dist` only."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

from support import DIST, GROUP, KOTLIN, TARGET, VERSION, run

TESTS = KOTLIN / "tests"
HOME = TARGET / "kotlin/consumers"
LOCAL = HOME / "m2"
THIS_MACHINES = Path.home() / ".m2/repository"
CLASS_PATH = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath"

# Plugins and the artifacts of others are copied from this machine's repository where it has them.
SETTINGS = f"""<settings>
  <profiles>
    <profile>
      <id>consumer</id>
      <repositories>
        <repository><id>dist</id><url>file://{DIST}</url></repository>
        <repository><id>machine</id><url>file://{THIS_MACHINES}</url></repository>
      </repositories>
      <pluginRepositories>
        <pluginRepository><id>machine</id><url>file://{THIS_MACHINES}</url></pluginRepository>
      </pluginRepositories>
    </profile>
  </profiles>
  <activeProfiles><activeProfile>consumer</activeProfile></activeProfiles>
</settings>
"""


class MavenFailed(Exception):
    """Maven ended with an error; this is what it said."""


@cache
def begin() -> None:
    """Makes the local repository an empty one, once for all the tests of a run."""
    shutil.rmtree(HOME, ignore_errors=True)
    LOCAL.mkdir(parents=True)
    (HOME / "settings.xml").write_text(SETTINGS)


def maven(project: Path, *goals: str) -> None:
    ended = run(
        "mvn",
        "-q",
        "-B",
        "-s",
        HOME / "settings.xml",
        f"-Dmaven.repo.local={LOCAL}",
        f"-Dcad.version={VERSION}",
        f"-Dcad.build={HOME / project.name}",
        "-f",
        project / "pom.xml",
        *goals,
    )
    if ended.returncode != 0:
        raise MavenFailed(ended.stdout)


@cache
def build(name: str) -> list[str]:
    """Compiles this consumer: its class path, its own classes first."""
    project = TESTS / name
    maven(project, "compile", CLASS_PATH, f"-Dmdep.outputFile={HOME / name}.path")
    return [str(HOME / name / "classes"), *class_path(name)]


@cache
def tool(name: str, *options: str) -> list[str]:
    """The class path of what this project depends on."""
    maven(TESTS / name, CLASS_PATH, f"-Dmdep.outputFile={HOME / name}.path", *options)
    return class_path(name)


def class_path(name: str) -> list[str]:
    return (HOME / f"{name}.path").read_text().strip().split(os.pathsep)


def origins() -> dict[str, str]:
    """Each of our files in the local repository, and the id of the repository that it came from."""
    found = {}
    for note in (LOCAL / GROUP).glob("*/*/_remote.repositories"):
        for line in note.read_text().splitlines():
            if not line.startswith("#"):
                file, origin = line.rstrip("=").split(">")
                found[file] = origin
    return found


def java(path: list[str], main: str, *arguments: str, options: tuple[str, ...] = ()):
    return run("java", *options, "-cp", os.pathsep.join(path), main, *arguments)
