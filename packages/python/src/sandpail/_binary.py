"""Where the binary is: `$SANDPAIL_BINARY`, the one in the wheel, or `sandpail` in the PATH."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Optional

from ._errors import StartError

OWN = Path(__file__).parent / "bin" / "sandpail"


def find() -> Path:
    """The binary to start."""
    given = os.environ.get("SANDPAIL_BINARY")
    if given:
        if not _is_binary(Path(given)):
            raise StartError(f"SANDPAIL_BINARY is {given}, which is no binary that can be run")
        return Path(given)
    found = OWN if _is_binary(OWN) else _in_path()
    if found is None:
        raise StartError(
            "no binary of Sandpail: this installation has none for this platform, and there is no sandpail in PATH; "
            "set SANDPAIL_BINARY to one, or SANDPAIL_URL to a running server"
        )
    return found


def _in_path() -> Optional[Path]:
    folders = os.get_exec_path()
    return next((path for path in (Path(folder, "sandpail") for folder in folders) if _is_binary(path)), None)


def _is_binary(path: Path) -> bool:
    if not (path.is_file() and os.access(path, os.X_OK)):
        return False
    # The command `sandpail` of this package is a script that would start itself, again and again.
    with path.open("rb") as file:
        return file.read(2) != b"#!"
