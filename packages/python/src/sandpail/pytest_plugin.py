"""The plugin for pytest: fixtures `sandpail`, `s3` and `bucket`, with an account of its own for each test.

One server serves all tests of a process, so with pytest-xdist there is one for each worker; where `$SANDPAIL_URL` is
set, all share the server there. Accounts and names follow from a test's id, so they are the same in every run; on a
server that has seen the test before, it gets the next ones.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from ._endpoint import Endpoint
from ._server import Server


@pytest.fixture(scope="session")
def sandpail_options() -> dict[str, Any]:
    """What `sandpail_server` is started with: arguments of `Server.start`. Give your own in a conftest."""
    return {}


@pytest.fixture(scope="session")
def sandpail_server(sandpail_options: dict[str, Any]) -> Iterator[Server]:
    """The server of this session."""
    with Server.start(**sandpail_options) as server:
        yield server


@pytest.fixture
def sandpail(request: pytest.FixtureRequest, sandpail_server: Server) -> Iterator[Endpoint]:
    """The endpoint, as an account sees it that is this test's alone."""
    since = sandpail_server.logged
    yield sandpail_server.fresh_account(request.node.nodeid)
    log = sandpail_server.log(since)
    if log:
        # Of this phase, because only its report has yet to be made; it is shown where the test failed.
        request.node.add_report_section("teardown", "sandpail", log)


@pytest.fixture
def s3(sandpail: Endpoint) -> Any:
    """A client of boto3."""
    return sandpail.client()


@pytest.fixture
def bucket(request: pytest.FixtureRequest, sandpail: Endpoint) -> str:
    """The name of an empty bucket, which no other test has."""
    return sandpail.create_bucket(bucket_name(request.node.name, sandpail.access_key))


@pytest.fixture
def sandpail_env(sandpail: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Endpoint:
    """The endpoint, which is in the environment for AWS SDKs, and nothing else of AWS."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in sandpail.env().items():
        monkeypatch.setenv(name, value)
    with suppress(ImportError):
        # Its session for all clients would keep the account of the first test.
        monkeypatch.setattr("boto3.DEFAULT_SESSION", None)
    return sandpail


def bucket_name(test: str, account: str) -> str:
    """A bucket's name that says whose it is. All accounts share the names of buckets, so the account is part of it."""
    words = re.sub(r"[^a-z0-9]+", "-", test.lower()).strip("-")
    words = words if words.startswith("test") else f"test-{words}"
    return f"{words[:50].rstrip('-')}-{account}"
