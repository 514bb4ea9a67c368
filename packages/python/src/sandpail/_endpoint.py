"""The endpoint as one account sees it: what clients need to know of it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import ssl
import urllib.error
import urllib.request
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from ._errors import Refused

# Version 2 signs no date but the last one that a URL is good for: one rule for any clock that a server may have.
FOREVER = 4102444800


class Endpoint:
    """Where S3 is, and with which keys."""

    def __init__(
        self, url: str, *, region: str = "us-east-1", access_key: str = "test", secret_key: str = "test"
    ) -> None:
        self.url = url.rstrip("/")
        self.region = region
        self.access_key = access_key
        self.secret_key = secret_key

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.url} {self.region} {self.access_key}>"

    def client(self, **settings: Any) -> Any:
        """A client of boto3 for S3, which has to be installed. Settings are those of `boto3.client`."""
        mine = {
            "endpoint_url": self.url,
            "region_name": self.region,
            "aws_access_key_id": self.access_key,
            "aws_secret_access_key": self.secret_key,
        }
        return _session().client("s3", **{**mine, **settings})

    def env(self) -> dict[str, str]:
        """The variables by which AWS SDKs and the aws CLI find this endpoint."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def create_bucket(self, name: str) -> str:
        """Creates a bucket, and returns its name."""
        self._send("PUT", f"/{name}", _location(self.region))
        return name

    def _owns_buckets(self) -> bool:
        return b"<Bucket>" in self._send("GET", "/")

    def _send(self, method: str, path: str, body: bytes = b"") -> bytes:
        """Sends a request that needs no library, and returns the body of its answer."""
        signed = f"{method}\n\n\n{FOREVER}\n{path}".encode()
        signature = base64.b64encode(hmac.new(self.secret_key.encode(), signed, hashlib.sha1).digest())
        query = urlencode({"AWSAccessKeyId": self.access_key, "Expires": FOREVER, "Signature": signature})
        # Without a type of its own, urllib would send one, which would have to be signed.
        request = urllib.request.Request(
            f"{self.url}{path}?{query}", method=method, data=body or None, headers={"Content-Type": ""}
        )
        try:
            with _opener().open(request, timeout=30) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            raise Refused(f"{method} {self.url}{path}: {error.code} {_code(error.read())}") from None
        except OSError as error:
            raise Refused(f"{method} {self.url}{path}: {error}") from None


@lru_cache(maxsize=None)
def _opener() -> urllib.request.OpenerDirector:
    # A certificate that the server made itself is known to nobody, and these requests have no secret.
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    # A proxy of the environment does not lead to this machine.
    handlers = (urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trusting))
    return urllib.request.build_opener(*handlers)


@lru_cache(maxsize=None)
def _session() -> Any:
    """A session of boto3 that neither a profile nor a file of the user's changes."""
    import boto3
    import botocore.session

    nothing = (None, None, None, None)
    nowhere = (None, None, os.devnull, None)
    variables = {"profile": nothing, "config_file": nowhere, "credentials_file": nowhere}
    return boto3.session.Session(botocore_session=botocore.session.Session(variables))


def _location(region: str) -> bytes:
    if region == "us-east-1":
        return b""
    location = f"<LocationConstraint>{region}</LocationConstraint>"
    return f"<CreateBucketConfiguration>{location}</CreateBucketConfiguration>".encode()


def _code(document: bytes) -> str:
    code, message = (
        document.partition(f"<{name}>".encode())[2].partition(f"</{name}>".encode())[0].decode()
        for name in ("Code", "Message")
    )
    return f"{code}: {message}" if code else "without a word"
