"""A program that was compiled against this version runs on a later one, which has a field more everywhere."""

from __future__ import annotations

from pathlib import Path

import consumers
import grown
from support import MODULES, Case


def setUpModule() -> None:
    consumers.begin()


class TestGrowth(Case):
    def runs(self, consumer: str, main: str, classes: list[str]):
        """The consumer with these classes first."""
        program, *path = consumers.build(consumer)
        if classes:
            path = [jar for jar in path if Path(jar).parent.parent.name != MODULES[0]]
        return consumers.java([program, *classes, *path], main)

    def test_compiled_programs_run_on_a_version_with_a_field_more(self) -> None:
        later = [str(grown.classes("grown", grown.BY_RECIPE))]
        for consumer, main in (("kotlin", "consumer.CallsKt"), ("java", "consumer.Calls")):
            today = self.runs(consumer, main, [])
            self.assertEqual(today.returncode, 0, today.stdout)
            self.assertIn("queued", today.stdout)
            self.assertEqual(self.runs(consumer, main, later).stdout, today.stdout)

    def test_a_field_that_is_just_added_breaks_them(self) -> None:
        """So the test above can fail."""
        careless = [str(grown.classes("careless", grown.CARELESS))]
        ended = self.runs("kotlin", "consumer.CallsKt", careless)
        self.assertNotEqual(ended.returncode, 0)
        self.assertIn("java.lang.NoSuchMethodError", ended.stdout)
