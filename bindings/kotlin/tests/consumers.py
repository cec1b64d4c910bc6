"""A consumer's Maven: a local repository that began empty, and gets our artifacts from `dist` only."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

from support import DIST, GROUP, KOTLIN, TARGET, VERSION, run

HOME = TARGET / "kotlin/consumers"
LOCAL = HOME / "m2"
THIS_MACHINES = Path.home() / ".m2/repository"
CLASS_PATH = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath"
OURS = f"io.github.cloudagent-disposition:cloudagent-disposition-okhttp:{VERSION}"

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

# A project as anyone would write it: no parent, nothing of the repository but what is published.
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>consumer</groupId>
  <artifactId>{name}</artifactId>
  <version>1</version>
  <properties>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
    <maven.compiler.release>11</maven.compiler.release>
  </properties>
  <dependencies>{dependencies}</dependencies>
  <build>
    <directory>{out}</directory>
    <sourceDirectory>{sources}</sourceDirectory>
    <plugins>{plugins}</plugins>
  </build>
</project>
"""
PLUGIN = """
      <plugin>
        <groupId>{group}</groupId>
        <artifactId>{name}</artifactId>
        <version>{version}</version>
        <configuration>{configuration}</configuration>
        {executions}
      </plugin>"""
MAVENS = "org.apache.maven.plugins"
JAVA = PLUGIN.format(
    group=MAVENS,
    name="maven-compiler-plugin",
    version="3.14.0",
    configuration="<compilerArgs><arg>-Xlint:all,-classfile</arg><arg>-Werror</arg></compilerArgs>",
    executions="",
)
KOTLIN_ONLY = PLUGIN.format(
    group="org.jetbrains.kotlin",
    name="kotlin-maven-plugin",
    version="2.4.20",
    configuration="<jvmTarget>11</jvmTarget><args><arg>-Werror</arg></args>",
    executions="<executions><execution><goals><goal>compile</goal></goals></execution></executions>",
)
RESOURCES = PLUGIN.format(
    group=MAVENS, name="maven-resources-plugin", version="3.3.1", configuration="", executions=""
)
PLUGINS = {"java": JAVA + RESOURCES, "kotlin": KOTLIN_ONLY + JAVA + RESOURCES}


class MavenFailed(Exception):
    """Maven ended with an error; this is what it said."""


@cache
def begin() -> None:
    """Makes the local repository an empty one, once for all the tests of a run."""
    shutil.rmtree(HOME, ignore_errors=True)
    LOCAL.mkdir(parents=True)
    (HOME / "settings.xml").write_text(SETTINGS)


def maven(name: str, artifacts: tuple[str, ...], *goals: str) -> list[str]:
    """Runs Maven on a project that depends on these artifacts, each `group:name:version[:type]`: their class path."""
    folder = HOME / name
    folder.mkdir(exist_ok=True)
    dependencies = []
    for artifact in artifacts:
        parts = zip(("groupId", "artifactId", "version", "type"), artifact.split(":"))
        text = "".join(f"<{key}>{value}</{key}>" for key, value in parts)
        dependencies.append(f"\n    <dependency>{text}</dependency>")
    pom = POM.format(
        name=name,
        dependencies="".join(dependencies),
        out=folder,
        sources=KOTLIN / "tests/programs" / name,
        plugins=PLUGINS.get(name, ""),
    )
    (folder / "pom.xml").write_text(pom)
    path = folder / "path"
    options = ("-q", "-B", "-s", HOME / "settings.xml", f"-Dmaven.repo.local={LOCAL}")
    ended = run("mvn", *options, "-f", folder / "pom.xml", *goals, CLASS_PATH, f"-Dmdep.outputFile={path}")
    if ended.returncode != 0:
        raise MavenFailed(ended.stdout)
    return path.read_text().strip().split(os.pathsep)


@cache
def build(language: str) -> list[str]:
    """Compiles the program in this language: its class path, its own classes first."""
    path = maven(language, (OURS,), "compile")
    return [str(HOME / language / "classes"), *path]


@cache
def tool(name: str, *artifacts: str) -> list[str]:
    """The class path of these artifacts."""
    return maven(name, artifacts)


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
