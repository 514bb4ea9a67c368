"""Which binary it is, and the command `sandpail`."""

import os
import subprocess
import sys
import sysconfig
from importlib.metadata import version
from pathlib import Path

import pytest

from sandpail import StartError, _binary

COMMAND = Path(sysconfig.get_path("scripts"), "sandpail")


@pytest.fixture(autouse=True)
def none_given(monkeypatch):
    monkeypatch.delenv("SANDPAIL_BINARY", raising=False)


def program(folder):
    """Something that is a binary, as far as can be seen from outside."""
    path = folder / "sandpail"
    path.write_bytes(b"\x7fELF")
    path.chmod(0o755)
    return path


def test_the_command_is_the_binary_of_this_version():
    for command in ([COMMAND], [sys.executable, "-m", "sandpail"]):
        printed = subprocess.check_output([*command, "--version"], text=True)
        assert printed == f"sandpail {version('sandpail')}\n"


def test_the_installed_binary_is_found(tmp_path, monkeypatch):
    program(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert _binary.find() == _binary.OWN


def test_one_that_is_given_goes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("SANDPAIL_BINARY", str(program(tmp_path)))
    assert _binary.find() == tmp_path / "sandpail"
    monkeypatch.setenv("SANDPAIL_BINARY", str(tmp_path))
    with pytest.raises(StartError, match=f"^SANDPAIL_BINARY is {tmp_path}, which is no binary that can be run$"):
        _binary.find()


def test_one_in_the_path_will_do_but_not_the_command_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(_binary, "OWN", tmp_path / "none")
    monkeypatch.setenv("PATH", os.pathsep.join([str(COMMAND.parent), str(tmp_path)]))
    with pytest.raises(StartError, match="set SANDPAIL_BINARY to one, or SANDPAIL_URL to a running server"):
        _binary.find()
    assert program(tmp_path) == _binary.find()
