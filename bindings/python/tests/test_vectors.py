"""The runner of the shared vectors can fail, and their files fit their JSON Schemas.

`tasks test` runs `vectors.py` itself.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import vectors

START = {
    "event": "start",
    "request": {"ucid": "8189", "did": "914", "agent_id": "ravi", "disposition": "Sale"},
}
SENT = {"step": "send", "seq": 1, "connect_by": 5000, "until": 15000}


def trace(*events: tuple[int, dict[str, Any], dict[str, Any]]) -> dict[str, Any]:
    """A case of `engine.json` whose call begins as it should."""
    settings = {"api": "get_v2", "customer": "acme", "api_key": "K"}
    return {"settings": settings, "seed": 32 * "1", "trace": [[0, START, SENT], *events]}


SCHEMAS = Path(__file__).parents[3] / "tests" / "vectors" / "schema"


@pytest.mark.parametrize("path", vectors.files(), ids=lambda path: str(path.name))
def test_a_file_fits_its_schema(path: Path) -> None:
    schema = SCHEMAS / f"{path.stem}.schema.json"
    validator = jsonschema.validators.validator_for(json.loads(schema.read_text()))
    validator(json.loads(schema.read_text())).validate(json.loads(path.read_text()))


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("urls", {"base_url": "https://example.com", "expect": {"kept_as": "https://example.org"}}),
        ("urls", {"base_url": "https://example.com", "expect": {}, "more": 1}),
        ("urls", {"base_url": "http://example.com", "expect": {"problem": "invalid"}}),
        ("engine", trace((9, {"event": "cancelled"}, {"step": "abort", "seq": 1, "until": 260}))),
        # The engine itself takes these, and no driver gives them.
        ("engine", trace((9, {"event": "failed", "seq": 2, "kind": "reset"}, {"step": "misuse"}))),
    ],
)
def test_a_runner_fails_on_what_does_not_hold(name: str, broken: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        vectors.RUNNERS[name]({"id": "x", "source": "spec", **broken})


def test_a_file_without_a_runner_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = {"format": 1, "cases": [{"id": "x", "source": "spec"}]}
    (tmp_path / "news.json").write_text(json.dumps(cases))
    monkeypatch.setenv("CAD_VECTORS_DIR", str(tmp_path))
    with pytest.raises(AssertionError, match="no runner"):
        vectors.main()


def test_the_runner_counts_and_tells_failures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = {"base_url": "https://example.com/", "expect": {"kept_as": "https://example.com"}}
    bad = {"base_url": "https://example.com/", "expect": {"kept_as": "https://example.com/"}}
    cases = [{"id": "good", "source": "spec", **good}, {"id": "bad", "source": "spec", **bad}]
    (tmp_path / "urls.json").write_text(json.dumps({"format": 1, "cases": cases}))
    monkeypatch.setenv("CAD_VECTORS_DIR", str(tmp_path))
    assert vectors.main() == 1
    printed = capsys.readouterr()
    assert "vectors python: 2 cases in 1 files" in printed.out
    assert "urls: bad" in printed.err
