"""A server: one that is started, or one that runs already."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from os import PathLike
from types import TracebackType
from typing import Mapping, Optional, Sequence, Union

from ._endpoint import Endpoint
from ._process import Process

Value = Union[str, int, bool, "PathLike[str]", None]
Option = Union[Value, Sequence[Value]]


class Server(Endpoint):
    """A server, and its endpoint as it is seen with its own keys, or as account 000000000000."""

    _process: Optional[Process] = None

    def __init__(self, url: str, **settings: str) -> None:
        super().__init__(url, **settings)
        self._labels: Counter[str] = Counter()

    @classmethod
    def start(
        cls,
        *,
        bucket: Union[str, Sequence[str]] = (),
        env: Optional[Mapping[str, str]] = None,
        **options: Option,
    ) -> Server:
        """Starts a server on a free port, with the options of the command line: `restore_seconds=5`, `verify=False`.

        Of this process's environment it knows nothing; `env` is what it shall know. Where `$SANDPAIL_URL` is set and
        nothing but buckets is asked for, it is the server there.
        """
        buckets = [bucket] if isinstance(bucket, str) else list(bucket)
        running = os.environ.get("SANDPAIL_URL")
        if running and not options and not env:
            server = cls(running)
            for name in buckets:
                server.create_bucket(name)
            return server
        options = {"listen": "127.0.0.1:0", "bucket": buckets, **options}
        process = Process(_arguments(options), env)
        server = cls(process.url, **_settings(options, env or {}))
        server._process = process
        return server

    def fresh_account(self, label: str = "") -> Endpoint:
        """The endpoint as an account that owns no bucket sees it. The same label gives the same accounts, in order.

        A server that verifies signatures knows no such accounts, and refuses them.
        """
        while True:
            self._labels[label] += 1
            name = hashlib.sha256(f"{label}#{self._labels[label]}".encode()).digest()
            account = f"{int.from_bytes(name[:8], 'big') % 10**12:012}"
            endpoint = Endpoint(self.url, region=self.region, access_key=account, secret_key="test")
            # A running server may know it from an earlier run.
            if not endpoint._owns_buckets():
                return endpoint

    def reset(self) -> None:
        """Makes everything gone, except for the buckets that the server was started with."""
        self._send("POST", "/_sandpail/reset")

    @property
    def logged(self) -> int:
        """How many bytes the log has; 0 where the server was not started here."""
        return self._process.logged if self._process else 0

    def log(self, since: int = 0) -> str:
        """What the server logged, after the first `since` bytes. Nothing where it was not started here."""
        return self._process.log(since) if self._process else ""

    def stop(self) -> None:
        """Ends the server, if it was started here."""
        if self._process:
            self._process.stop()

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.stop()


def _arguments(options: Mapping[str, Option]) -> list[str]:
    """Options as words of a command line."""
    words = []
    for name, value in options.items():
        option = f"--{name.replace('_', '-')}"
        for one in value if isinstance(value, (list, tuple)) else [value]:
            if one is True:
                words.append(option)
            elif one is not None:
                words.append(f"{option}={'false' if one is False else one}")
    return words


def _settings(options: Mapping[str, Option], env: Mapping[str, str]) -> dict[str, str]:
    """What clients have to know of the options."""
    names = ("region", "access_key", "secret_key")
    told = {name: options.get(name) or env.get(f"SANDPAIL_{name.upper()}") for name in names}
    return {name: str(value) for name, value in told.items() if value}
