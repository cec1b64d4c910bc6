"""What Gradle would put into a program, as far as our own artifacts decide it.

Of each artifact of ours it reads the variant for the environment in Gradle's metadata where the POM points to that, and the POM
otherwise. The artifacts of others are not looked into.
"""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

POM = "{http://maven.apache.org/POM/4.0.0}"
OURS = "io.github.cloudagent-disposition"

Node = tuple[str, str, str]
"""Group, name, and type of file."""


class Repository:
    """Files of ours: of an artifact, its POM, metadata and packaging."""

    def __init__(self, find) -> None:
        self.find = find

    def resolve(self, environment: str, *roots: str) -> set[Node]:
        """All that these artifacts of ours bring along at run time, themselves included."""
        found: set[Node] = set()
        for root in roots:
            self._add((OURS, root, self._packaging(root)), environment, frozenset(), found)
        return found

    def _packaging(self, name: str) -> str:
        return self._pom(name).findtext(f"{POM}packaging") or "jar"

    def _pom(self, name: str) -> ElementTree.Element:
        return ElementTree.parse(self.find(name, ".pom")).getroot()

    def _add(self, node: Node, environment: str, without: frozenset[str], found: set[Node]) -> None:
        group, name, _ = node
        found.add(node)
        if group == OURS:
            for needed, excluded in self._needed(name, environment):
                if needed[1] not in without:
                    self._add(needed, environment, without | excluded, found)

    def _needed(self, name: str, environment: str) -> list[tuple[Node, frozenset[str]]]:
        text = Path(self.find(name, ".pom")).read_text()
        if "published-with-gradle-metadata" in text:
            return self._by_metadata(name, environment)
        found = []
        for each in self._pom(name).findall(f"{POM}dependencies/{POM}dependency"):
            group, artifact = (each.findtext(POM + part) for part in ("groupId", "artifactId"))
            excluded = each.findall(f"{POM}exclusions/{POM}exclusion/{POM}artifactId")
            node = (group, artifact, each.findtext(f"{POM}type") or "jar")
            found.append((node, frozenset(one.text for one in excluded)))
        return found

    def _by_metadata(self, name: str, environment: str) -> list[tuple[Node, frozenset[str]]]:
        wanted = {"org.gradle.jvm.environment": environment, "org.gradle.usage": "java-runtime"}
        metadata = json.loads(Path(self.find(name, ".module")).read_text())
        (variant,) = (
            one for one in metadata["variants"] if wanted.items() <= one["attributes"].items()
        )
        return [
            (
                (
                    each["group"],
                    each["module"],
                    each.get("thirdPartyCompatibility", {})
                    .get("artifactSelector", {})
                    .get("type", "jar"),
                ),
                frozenset(),
            )
            for each in variant["dependencies"]
        ]
