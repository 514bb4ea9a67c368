"""The server's process: started, until it is ready; ended, whatever happens here."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import weakref
from typing import IO, Any, Mapping, Optional, Sequence

from ._binary import find
from ._errors import StartError

READY = "sandpail ready on "
# Far above the milliseconds that a start takes, and the five seconds that requests in flight get at the end.
STARTS_WITHIN = 30.0
ENDS_WITHIN = 10.0
# All else that is in the environment could be configuration: keys, regions and buckets have many names there.
KEPT = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH")


class Process:
    """A running server. It is ended by `stop`, when nobody holds this object, and when Python ends."""

    def __init__(self, arguments: Sequence[str], env: Optional[Mapping[str, str]] = None) -> None:
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        # A file, since a pipe that nobody reads would make the server wait.
        self._log: IO[bytes] = tempfile.TemporaryFile(prefix="sandpail-")
        binary = str(find())
        try:
            popen = subprocess.Popen(
                [binary, *arguments],
                env={**kept, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=self._log,
            )
        except OSError as error:
            raise StartError(f"{binary}: {error}") from error
        self._end = weakref.finalize(self, _end, popen, os.getpid())
        self.url = self._ready(popen)

    def _ready(self, popen: subprocess.Popen[bytes]) -> str:
        """Waits for the line that says where the server is."""
        bound = threading.Timer(STARTS_WITHIN, popen.kill)
        bound.start()
        assert popen.stdout is not None
        line = popen.stdout.readline().decode()
        bound.cancel()
        if not line.startswith(READY):
            self._end()
            why = self.log().strip() or line.strip() or f"it said nothing, and ended with {popen.returncode}"
            raise StartError(why)
        return line[len(READY) :].split()[0].rstrip(",")

    @property
    def logged(self) -> int:
        """How many bytes the log has."""
        return os.fstat(self._log.fileno()).st_size

    def log(self, since: int = 0) -> str:
        """What the server logged, after the first `since` bytes."""
        # Not `seek`, which would move where the server writes.
        return os.pread(self._log.fileno(), self.logged, since).decode(errors="replace")

    def stop(self) -> None:
        """Ends the server. It may have ended."""
        self._end()


def _end(popen: subprocess.Popen[Any], owner: int) -> None:
    # What a fork of this process inherits is not its own to end.
    if os.getpid() != owner:
        return
    popen.terminate()
    try:
        popen.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        popen.kill()
        popen.wait()
    if popen.stdout:
        popen.stdout.close()
