"""What is public is documented, belongs to the facade, and changes on purpose only.

That functions and methods have docstrings is ruff's rule D1.
"""

from __future__ import annotations

import ast
import enum
import inspect
import types
from pathlib import Path

import public_api
import pytest

import cloudagent_disposition as cad

HERE = Path(__file__).parent
PACKAGE = Path(cad.__file__).parent
VALUES = [name for name in cad.__all__ if name != "__version__"]


def test_all_names_what_exists_and_nothing_else_is_public() -> None:
    assert sorted(set(cad.__all__)) == sorted(cad.__all__)
    visible = {
        name
        for name in dir(cad)
        if not name.startswith("_") and not isinstance(getattr(cad, name), types.ModuleType)
    }
    assert visible == set(VALUES)


@pytest.mark.parametrize("name", VALUES)
def test_a_public_name_belongs_to_the_package_and_is_documented(name: str) -> None:
    value = getattr(cad, name)
    assert value.__module__ == "cloudagent_disposition"
    assert inspect.getdoc(value), "a docstring"


def _documented_fields() -> list[tuple[str, str, bool]]:
    """Every public field and enum member, and whether a docstring stands under it."""
    found = []
    for file in sorted(PACKAGE.glob("*.py")):
        for node in ast.parse(file.read_text()).body:
            if not isinstance(node, ast.ClassDef) or node.name not in cad.__all__:
                continue
            for one, after in zip(node.body, [*node.body[1:], None], strict=True):
                if isinstance(one, ast.AnnAssign):
                    target: ast.expr = one.target
                elif isinstance(one, ast.Assign):
                    target = one.targets[0]
                else:
                    continue
                if isinstance(target, ast.Name) and not target.id.startswith("_"):
                    documented = isinstance(after, ast.Expr) and isinstance(
                        after.value, ast.Constant
                    )
                    found.append((node.name, target.id, documented))
    return found


def test_every_field_and_every_code_is_documented() -> None:
    fields = _documented_fields()
    assert [f"{owner}.{name}" for owner, name, documented in fields if not documented] == []
    members = sum(len(enum_) for enum_ in vars(cad).values() if isinstance(enum_, enum.EnumMeta))
    assert len(fields) > members > 100


def test_the_api_is_the_one_in_api_txt() -> None:
    now = "\n".join(public_api.lines()) + "\n"
    assert "uniffi" not in now.lower()
    assert now == (HERE.parent / "api.txt").read_text(), "write it anew: bindings/python/tasks api"
