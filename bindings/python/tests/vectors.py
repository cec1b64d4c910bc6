"""Runs the shared vectors (`tests/vectors/*.json`, or `CAD_VECTORS_DIR`), the contract of every
language, and ends with a line that counts cases: `python tests/vectors.py`.

Every file found there must have a runner here, every key must be known: no case is skipped.
"""

from __future__ import annotations

import base64
import copy
import dataclasses
import json
import os
import pickle
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import vectors_engine
import vectors_records
from vectors_shared import account_of, includes, known, same_violations

from cloudagent_disposition import (
    Account,
    Api,
    ApiKey,
    BaseUrl,
    DispositionRequest,
    HttpRequest,
    Invalid,
    Params,
    Receipt,
    Reply,
    Token,
    build_list_request,
    build_request,
    build_token_request,
    classify,
    classify_list,
    classify_many,
    classify_token,
    from_params,
    validate,
)
from cloudagent_disposition._environment import read_environment

REPLY_ALWAYS = (
    "outcome", "effect", "advice", "ucid", "did", "action", "retry_after_seconds",
)  # fmt: skip
REPLY_WHERE_GIVEN = ("status", "details", "recognised")


def run_classify(case: dict[str, Any]) -> None:
    known(
        case, "id", "source", "kind", "http_status", "retry_after", "date", "body", "body_base64",
        "expect",
    )  # fmt: skip
    assert ("body" in case) != ("body_base64" in case), "a body, in one way"
    body = case["body"].encode() if "body" in case else base64.b64decode(case["body_base64"])
    status, expected = case["http_status"], case["expect"]
    headers = {"retry_after": case.get("retry_after"), "date": case.get("date")}
    reply: Reply | Token | list[str]
    match case.get("kind", "set"):
        case "set":
            reply = classify(status, body, **headers)
            each: dict[str, Any] = {name: [value] for name, value in headers.items()}
            assert [*classify_many([body], http_status=[status], **each)] == [reply]
        case "token":
            reply = classify_token(status, body, **headers)
        case "list":
            reply = classify_list(status, body, **headers)
        case kind:
            raise AssertionError(f"unknown kind {kind}")
    if isinstance(reply, Token):
        assert {"token": reply.expose()} == expected
    elif isinstance(reply, list):
        assert {"dispositions": reply} == expected
    else:
        known(expected, *REPLY_ALWAYS, *REPLY_WHERE_GIVEN)
        for name in REPLY_ALWAYS:
            assert getattr(reply, name) == expected.get(name), name
        for name in expected:
            assert getattr(reply, name) == expected[name], name
        assert reply.hint, "a hint"


def run_validate(case: dict[str, Any]) -> None:
    known(case, "id", "source", "api", "base_url", "account", "request", "expect")
    found = validate(
        account_of(case["account"]),
        DispositionRequest(**case["request"]),
        api=Api(case["api"]),
        base_url=case.get("base_url", BaseUrl.INDIA),
    )
    same_violations(found, case["expect"])


def run_wire(case: dict[str, Any]) -> None:
    known(
        case, "id", "source", "kind", "api", "base_url", "account", "request", "campaign", "expect"
    )
    expected = case["expect"]
    try:
        built = _built(case)
    except Invalid as invalid:
        known(expected, "violations")
        same_violations(invalid.violations, expected["violations"])
        return
    known(expected, "method", "url", "headers", "body", "host", "port", "target")
    assert built.method == expected["method"]
    assert built.url == expected["url"]
    headers = {name.lower(): value for name, value in built.headers}
    assert len(headers) == len(built.headers), "a header comes once"
    assert headers.pop("user-agent").startswith("cloudagent-disposition/")
    assert headers == {name.lower(): value for name, value in expected["headers"].items()}
    body = expected["body"]
    assert built.body == (None if body is None else body.encode())
    for name in ("host", "port", "target"):
        if name in expected:
            assert getattr(built, name) == expected[name], name


def _built(case: dict[str, Any]) -> HttpRequest:
    account, base_url = account_of(case["account"]), case.get("base_url", BaseUrl.INDIA)
    match case.get("kind", "set"):
        case "set":
            # Python itself refuses what is no field.
            request = DispositionRequest(**case["request"])
            return build_request(account, request, api=Api(case["api"]), base_url=base_url)
        case "token":
            return build_token_request(account, base_url=base_url)
        case "list":
            campaign, api = case.get("campaign"), Api(case["api"])
            return build_list_request(account, campaign, api=api, base_url=base_url)
        case kind:
            raise AssertionError(f"unknown kind {kind}")


def run_params(case: dict[str, Any]) -> None:
    known(case, "id", "source", "params", "api", "expect")
    expected = case["expect"]
    known(expected, "customer", "api_key", "request", "violations")
    read: Params = from_params(case["params"], api=Api(case["api"]))
    assert read.customer == expected["customer"]
    assert (None if read.api_key is None else read.api_key.expose()) == expected["api_key"]
    assert read.request == DispositionRequest(**expected["request"])
    same_violations(read.violations, expected["violations"])


def run_urls(case: dict[str, Any]) -> None:
    known(case, "id", "source", "base_url", "expect")
    expected = case["expect"]
    try:
        kept = BaseUrl(case["base_url"])
    except Invalid as invalid:
        (violation,) = invalid.violations
        assert violation.field == "base_url"
        assert {"problem": violation.problem} == expected
    else:
        assert {"kept_as": kept} == expected


def run_receipts(case: dict[str, Any]) -> None:
    known(case, "id", "source", "form", "json", "expect")
    forms: dict[str, type[Receipt] | type[DispositionRequest]]
    forms = {"receipt": Receipt, "request": DispositionRequest}
    form, expected = forms[case.get("form", "receipt")], dict(case["expect"])
    try:
        read = form.from_json(case["json"])
    except Invalid:
        assert expected == {"unreadable": True}
        return
    assert read.to_json() == expected.pop("json")
    for same in (copy.deepcopy(read), pickle.loads(pickle.dumps(read)), dataclasses.replace(read)):
        assert same == read
        assert same.to_json() == read.to_json()
    known(expected, *(field.name for field in dataclasses.fields(form)))
    includes("receipt", dataclasses.asdict(read), expected)


def run_environment(case: dict[str, Any]) -> None:
    known(case, "id", "source", "variables", "files", "given", "expect")
    expected = case["expect"]
    given = {
        name: _SECRETS[name](value)._handle if name in _SECRETS else value
        for name, value in case.get("given", {}).items()
    }
    with tempfile.TemporaryDirectory() as folder:
        variables = dict(case["variables"])
        for name, content in case.get("files", {}).items():
            assert variables["CLOUDAGENT_API_KEY_FILE"] == name
            path = Path(folder, name)
            variables["CLOUDAGENT_API_KEY_FILE"] = str(path)
            text = isinstance(content, str)
            path.write_bytes(content.encode() if text else base64.b64decode(content["base64"]))
        try:
            with mock.patch.object(os, "environ", variables):
                read = read_environment(**given)
        except Invalid as invalid:
            _same_variables(invalid, expected["violations"])
            return
    account = Account._of(read.account)
    secret = {name: expected[name] for name in _SECRETS}
    assert _sends(account) == _sends(Account(expected["customer"], **secret))
    told = {"customer": account.customer, "api": read.api, "base_url": read.base_url}
    assert {**told, **secret, "deadline_ms": read.deadline_ms} == expected


def _same_variables(invalid: Invalid, expected: list[dict[str, str]]) -> None:
    assert "marker" not in f"{invalid} {invalid!r}"
    told = [{"field": one.field, "problem": one.problem} for one in invalid.violations]
    assert told == [{"field": one["field"], "problem": one["problem"]} for one in expected]
    for one, wrong in zip(invalid.violations, expected, strict=True):
        known(wrong, "field", "problem", "variable")
        assert one.hard
        assert wrong["variable"] in re.findall(r"\w+", one.detail)


_SECRETS = {"api_key": ApiKey, "token": Token}


def _sends(account: Account) -> list[object]:
    """What an account is to each API: nothing else shows its credential."""
    shown: list[object] = []
    for api in Api:
        try:
            built = build_request(account, DispositionRequest(), api=api)
            shown.append((built.url, built.headers, built.body))
        except Invalid as invalid:
            shown.append(invalid.violations)
    return shown


RUNNERS: dict[str, Callable[[dict[str, Any]], None]] = {
    "classify": run_classify,
    "engine": vectors_engine.run,
    "environment": run_environment,
    "params": run_params,
    "receipts": run_receipts,
    "records": vectors_records.run,
    "urls": run_urls,
    "validate": run_validate,
    "wire": run_wire,
}


def files() -> list[Path]:
    """The vector files. At least one is there."""
    default = Path(__file__).parents[3] / "tests/vectors"
    folder = Path(os.environ.get("CAD_VECTORS_DIR", default))
    found = sorted(folder.glob("*.json"))
    assert found, f"no vectors in {folder}"
    return found


def cases_of(path: Path) -> list[dict[str, Any]]:
    """A file's cases, its form checked."""
    file = json.loads(path.read_text(encoding="utf-8"))
    known(file, "format", "cases", "$schema")
    assert file["format"] == 1, f"{path}: a format that is not known here"
    cases: list[dict[str, Any]] = file["cases"]
    assert cases, f"{path}: no cases"
    ids = [case["id"] for case in cases]
    assert len(set(ids)) == len(ids), f"{path}: an id stands twice"
    assert all(case["source"] for case in cases), f"{path}: a case names no source"
    return cases


def main() -> int:
    total, failed, found = 0, 0, files()
    for path in found:
        runner = RUNNERS.get(path.stem)
        assert runner is not None, f"{path}: no runner for this file"
        cases = cases_of(path)
        for case in cases:
            try:
                runner(case)
            except Exception as error:
                failed += 1
                print(
                    f"{path.stem}: {case['id']}: {type(error).__name__}: {error}", file=sys.stderr
                )
        total += len(cases)
        print(f"vectors python: {path.stem}: {len(cases)} cases")
    print(f"vectors python: {total} cases in {len(found)} files")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
