"""Checks the YAML of a guide without a container engine: services.py PAGE BINARY

For every service of the image in a workflow, a .gitlab-ci.yml, a compose file or a diff of one: the binary starts with the
service's environment, its health check succeeds, and its buckets exist. Then the job's own commands are run against it."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

import blocks
import yaml

IMAGE = "ghcr.io/sandpail/sandpail"
# The variables by which the pages name buckets.
BUCKETS = (
    "SANDPAIL_BUCKET",
    "MINIO_DEFAULT_BUCKETS",
    "S3_BUCKET",
    "COM_ADOBE_TESTING_S3MOCK_STORE_INITIAL_BUCKETS",
)


def after(diff):
    """What a file is after a diff that shows all of it."""
    return "".join(line[1:] for line in diff.splitlines(keepends=True) if not line.startswith("-"))


def of_compose(document):
    for service in document["services"].values():
        if service.get("image") == IMAGE:
            # What another image had there would need its binary, or a shell.
            assert "command" not in service and "healthcheck" not in service, service
            yield service.get("environment", {}), [], {}


def of_workflow(document):
    for job in document["jobs"].values():
        for service in job["services"].values():
            assert service["image"] == IMAGE, service
            yield service["env"], [step["run"] for step in job["steps"] if "run" in step], job["env"]


def of_gitlab(document):
    for job in document.values():
        for service in job["services"]:
            assert service["name"] == IMAGE, service
            # GitLab gives the variables of a job to its services.
            yield {**job["variables"], **service["variables"]}, job["script"], job["variables"]


def services(block):
    """Each service's environment, the commands of its job, and theirs."""
    document = yaml.safe_load(after(block.text) if block.language == "diff" else block.text)
    if block.name == ".gitlab-ci.yml":
        return of_gitlab(document)
    return of_workflow(document) if block.name.startswith(".github/") else of_compose(document)


def words(variables):
    return {name: str(value) for name, value in variables.items()}


def buckets(environment):
    names = ",".join(environment.get(name, "") for name in BUCKETS)
    return {name.split(":")[0] for name in re.split("[,; ]", names) if name}


def status(url):
    try:
        return urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=10).status
    except urllib.error.HTTPError as error:
        return error.code


def ask(url, environment, binary):
    """The health check and the buckets."""
    address = {**environment, "SANDPAIL_LISTEN": url.removeprefix("http://")}
    assert subprocess.run([binary, "healthcheck"], env=address, timeout=60).returncode == 0, "sandpail healthcheck"
    for bucket in buckets(environment):
        assert status(f"{url}/{bucket}") == 200, f"no bucket {bucket} by {environment}"
    assert status(f"{url}/no-such-bucket") == 404


def run(url, commands, variables, folder):
    """What the job does, by the tools that the caller has."""
    path = f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {"PATH": path, "HOME": folder, **words(variables), "AWS_ENDPOINT_URL": url}
    for command in commands:
        subprocess.run(["bash", "-eo", "pipefail", "-c", command], env=environment, cwd=folder, check=True, timeout=120)


def check(binary, environment, commands, variables, folder):
    environment = words(environment)
    # The port that the page names may be taken here.
    command = [binary, "--listen", "127.0.0.1:0"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    server = subprocess.Popen(command, env=environment, **pipes)
    try:
        line = server.stdout.readline()
        assert line, f"it does not start with {environment}"
        url = line.split()[-1]
        ask(url, environment, binary)
        run(url, commands, variables, folder)
    finally:
        server.terminate()
        server.wait(20)


def main(page, binary):
    found, checked = blocks.read(pathlib.Path(page).read_text()), 0
    with tempfile.TemporaryDirectory(prefix="services-") as folder:
        for block in found:
            if block.name and block.language == "python":
                pathlib.Path(folder, block.name).write_text(block.text)
        for block in found:
            if block.name and block.language in ("yaml", "diff"):
                for environment, commands, variables in services(block):
                    check(binary, environment, commands, variables, folder)
                    checked += 1
    assert checked, "the page has no service of the image"
    print(f"{page}: {checked} service(s) started, and as the page says")


if __name__ == "__main__":
    main(*sys.argv[1:])
