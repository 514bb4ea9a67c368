"""Follows a guide that starts the image by Testcontainers, with a stand-in for the engine: containers.py PAGE BINARY

Writes the page's files and runs its sh blocks, also those that `skip, needs a container engine`. SANDPAIL_CONTAINERS is the
folder of what a reader installs: python/bin and node/node_modules. Go and Maven find their own."""

import os
import pathlib
import subprocess
import sys
import tempfile

import blocks
from engine import Engine

RUN = ("", "needs a container engine")
FOREIGN = ("AWS_", "SANDPAIL_", "DOCKER_", "TESTCONTAINERS_")
INSTALLED = pathlib.Path(os.environ.get("SANDPAIL_CONTAINERS", "/nowhere"))


def environment(engine):
    """The caller's, without what would lead to S3 or to another engine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return {
        **kept,
        "PATH": f"{INSTALLED}/python/bin:{kept['PATH']}",
        "AWS_EC2_METADATA_DISABLED": "true",
        "DOCKER_HOST": engine.url,
        # The reaper would be a container of another image, and there is no disk to be checked.
        "TESTCONTAINERS_RYUK_DISABLED": "true",
        "TESTCONTAINERS_CHECKS_DISABLE": "true",
        # A machine that is a container itself would look for the gateway of a network that is not there.
        "TESTCONTAINERS_CONNECTION_MODE": "docker_host",
    }


def write(block, folder):
    path = folder / block.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text)


def run(block, folder, engine):
    command = ["bash", "-euo", "pipefail", "-c", block.text]
    done = subprocess.run(command, cwd=folder, env=environment(engine), stdin=subprocess.DEVNULL, timeout=540)
    if done.returncode:
        sys.exit(f"exit {done.returncode} of\n{block.text}The engine was asked {engine.asked}")


def follow(page, folder, engine):
    if (INSTALLED / "node").is_dir():
        (folder / "node_modules").symlink_to(INSTALLED / "node" / "node_modules")
    for block in blocks.read(pathlib.Path(page).read_text()):
        if block.name:
            write(block, folder)
        elif block.language == "sh" and block.skipped in RUN:
            run(block, folder, engine)


def main(page, binary):
    with tempfile.TemporaryDirectory(prefix="containers-") as folder, Engine(binary) as engine:
        follow(page, pathlib.Path(folder), engine)
        if not any(call.endswith("/start") for call in engine.asked):
            sys.exit(f"no container was started; the engine was asked {engine.asked}")
        if engine.containers:
            sys.exit("a container was left behind")
        print(f"{page}: its container was started, used and removed")


if __name__ == "__main__":
    main(*sys.argv[1:])
