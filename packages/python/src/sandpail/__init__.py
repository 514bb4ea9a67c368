"""Sandpail, an S3-compatible mock endpoint, started from Python. For pytest see `sandpail.pytest_plugin`."""

from ._endpoint import Endpoint
from ._errors import Refused, SandpailError, StartError
from ._server import Server

__all__ = ["Endpoint", "Refused", "SandpailError", "Server", "StartError"]
