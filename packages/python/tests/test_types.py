"""The types: of the package, and as those see them who use it."""

import subprocess
import sys
from pathlib import Path

USE = """
from sandpail import Endpoint, Server

def program() -> str:
    with Server.start(bucket=["one", "two"], restore_seconds=5, host_alias=["a"], tls=False, env={"A": "b"}) as server:
        account: Endpoint = server.fresh_account("label")
        return server.url + account.create_bucket("photos") + server.log(server.logged)

def wrong(server: Server) -> None:
    server.log("since")  # type: ignore[arg-type]
    server.fresh_account().stop()  # type: ignore[attr-defined]
    Server.start(env={"A": 1})  # type: ignore[dict-item]
"""


def test_types_are_strict(tmp_path):
    (tmp_path / "use.py").write_text(USE)
    config = Path(__file__).parents[1] / "pyproject.toml"
    for checked in (["--package", "sandpail"], ["use.py"]):
        words = ["-m", "mypy", "--config-file", config, "--cache-dir", "cache", *checked]
        mypy = subprocess.run([sys.executable, *words], cwd=tmp_path, text=True, stdout=subprocess.PIPE)
        assert mypy.returncode == 0, mypy.stdout
