"""A stand-in for a container engine: it speaks as much of Docker's API as Testcontainers asks for, and its containers are
processes of the sandpail binary, started with a container's environment and command.

What it shows: the variables arrive, readiness is waited for, and the mapped port is the one that clients use. What it
cannot show: that the image is made well. scripts/image sees to that."""

import json
import re
import subprocess
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

API = "1.47"
NETWORK = {
    "Name": "bridge",
    "Id": "bridge",
    "Driver": "bridge",
    "Scope": "local",
    "IPAM": {"Config": [{"Subnet": "172.17.0.0/16", "Gateway": "172.17.0.1"}]},
}
SYSTEM = {"OSType": "linux", "Os": "linux", "Architecture": "amd64", "Arch": "amd64", "OperatingSystem": "a stand-in"}
VERSION = {**SYSTEM, "Version": "28.0.0", "ApiVersion": API, "MinAPIVersion": "1.24"}
INFO = {**SYSTEM, "ID": "a stand-in", "Name": "a stand-in", "ServerVersion": "28.0.0", "MemTotal": 1 << 32, "NCPU": 1}
IMAGE = {**SYSTEM, "Id": "sha256:0", "Config": {"ExposedPorts": {"9000/tcp": {}}}}
LONG_AGO = "2026-01-01T00:00:00Z"


class Container:
    """One process of the binary, from its creation to its removal."""

    def __init__(self, name, asked):
        self.id = uuid.uuid4().hex * 2
        self.name = name or self.id[:12]
        self.asked = {**asked, "Labels": asked.get("Labels") or {}}
        self.exposed = asked.get("ExposedPorts") or IMAGE["Config"]["ExposedPorts"]
        self.process, self.port = None, "0"

    def start(self, binary):
        environment = dict(item.split("=", 1) for item in self.asked.get("Env") or [])
        # In a container the port is the image's; here it has to be a free one.
        command = [binary, "--listen", "127.0.0.1:0", *(self.asked.get("Cmd") or [])]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        self.process = subprocess.Popen(command, env=environment, **pipes)
        self.port = self.process.stdout.readline().strip().rpartition(":")[2]

    def stop(self):
        if self.runs():
            self.process.terminate()
            self.process.wait(20)

    def runs(self):
        return bool(self.process) and self.process.poll() is None

    def state(self):
        times = {"StartedAt": LONG_AGO, "FinishedAt": LONG_AGO}
        return {"Status": "running" if self.runs() else "exited", "Running": self.runs(), "ExitCode": 0, **times}

    def inspect(self):
        ports = {port: [{"HostIp": "127.0.0.1", "HostPort": self.port}] for port in self.exposed if self.runs()}
        address = {"NetworkID": "bridge", "IPAddress": "127.0.0.1", "Gateway": "127.0.0.1"}
        return {
            "Id": self.id,
            "Name": f"/{self.name}",
            "Image": IMAGE["Id"],
            "Created": LONG_AGO,
            "Platform": "linux",
            "Config": self.asked,
            "HostConfig": self.asked.get("HostConfig") or {},
            "State": self.state(),
            "NetworkSettings": {"Ports": ports, "Networks": {"bridge": address}, **address},
        }

    def listed(self):
        address = {"IP": "127.0.0.1", "PublicPort": int(self.port), "Type": "tcp"}
        return {
            "Id": self.id,
            "Names": [f"/{self.name}"],
            "Image": self.asked["Image"],
            "ImageID": IMAGE["Id"],
            "State": self.state()["Status"],
            "Status": "Up",
            "Labels": self.asked["Labels"],
            "Ports": [{**address, "PrivatePort": int(port.split("/")[0])} for port in self.exposed],
            "NetworkSettings": {"Networks": {"bridge": NETWORK}},
        }


class Engine(ThreadingHTTPServer):
    """Serves the API on a free port of 127.0.0.1, from a thread, until it is left. `asked` has every request."""

    daemon_threads = True

    def __init__(self, binary):
        super().__init__(("127.0.0.1", 0), Handler)
        self.binary, self.containers, self.asked = binary, {}, []

    @property
    def url(self):
        return f"tcp://127.0.0.1:{self.server_port}"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        for container in self.containers.values():
            container.stop()

    def create(self, name, asked):
        made = Container(name, asked)
        self.containers[made.id] = made
        return {"Id": made.id, "Warnings": []}

    def find(self, name):
        return next((c for c in self.containers.values() if c.id.startswith(name) or c.name == name), None)


class Handler(BaseHTTPRequestHandler):
    """One request. Whatever is not known is 404."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, document=None):
        body = b"" if document is None else json.dumps(document).encode()
        self.send_response(status)
        self.send_header("API-Version", API)
        self.send_header("OSType", "linux")
        self.send_header("Content-Type", "application/json")
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def body(self):
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        whole = b""
        while size := int(self.rfile.readline(), 16):
            whole += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return whole

    def handle_request(self):
        url, body = urlsplit(self.path), self.body()
        path = re.sub(r"^/v[0-9.]+/", "/", url.path)
        self.server.asked.append(f"{self.command} {path}")
        match path.strip("/").split("/"):
            case ["_ping"] | ["images", "create"]:
                self.answer(200)
            case ["version"]:
                self.answer(200, VERSION)
            case ["info"]:
                self.answer(200, INFO)
            case ["images", "json"]:
                self.answer(200, [])
            case ["images", *_, "json"]:
                self.answer(200, IMAGE)
            case ["networks"]:
                self.answer(200, [NETWORK])
            case ["networks", _]:
                self.answer(200, NETWORK)
            case ["containers", "json"]:
                self.answer(200, [container.listed() for container in self.server.containers.values()])
            case ["containers", "create"]:
                name = parse_qs(url.query).get("name", [None])[0]
                self.answer(201, self.server.create(name, json.loads(body)))
            case ["containers", name, *deed] if container := self.server.find(name):
                self.container(container, deed)
            case _:
                self.answer(404, {"message": f"nothing at {path}"})

    def container(self, container, deed):
        match self.command, deed:
            case "POST", ["start"]:
                container.start(self.server.binary)
                self.answer(204)
            case "POST", ["stop" | "kill"]:
                container.stop()
                self.answer(204)
            case "DELETE", []:
                container.stop()
                del self.server.containers[container.id]
                self.answer(204)
            case "GET", ["json"]:
                self.answer(200, container.inspect())
            case "GET", ["logs"]:
                self.answer(200)
            case _:
                self.answer(404, {"message": f"no {self.command} of a container's {deed}"})

    do_GET = do_HEAD = do_POST = do_DELETE = handle_request
