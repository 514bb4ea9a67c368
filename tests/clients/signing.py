"""What the steps of signatures.py say with: callers, what is refused, and requests without any AWS library."""

import datetime
import http.client
import os
import re
import sys
from pathlib import Path
from unittest import mock

import boto3
import botocore.auth
from botocore.config import Config
from botocore.exceptions import ClientError
from endpoint import BUCKET, URL

VERIFY = sys.argv[2] == "verify"
"""Whether signatures are compared: if not, anyone is let in."""

TLS = sys.argv[3] if len(sys.argv) > 3 else None
KEYS = Path("keys.txt").read_text("utf-8").split("\n")[:-1]
KNOWN = {"aws_access_key_id": os.environ["AWS_ACCESS_KEY_ID"], "aws_secret_access_key": os.environ["AWS_SECRET_ACCESS_KEY"]}
FORGER = KNOWN | {"aws_secret_access_key": "another secret"}
STRANGER = {"aws_access_key_id": "AKIASTRANGER", "aws_secret_access_key": "any secret"}

OLDER, NEWER = "s3", "s3v4"
"""The two signatures. For URLs and forms boto3's default is still the older one."""


def client(url=URL, signature=None, style=None, **caller):
    """A client at its default settings, except for what a test is about."""
    config = Config(signature_version=signature, s3={"addressing_style": style} if style else None)
    return boto3.client("s3", endpoint_url=url, config=config, **caller)


s3 = client()


def at(key):
    """The object of this key."""
    return {"Bucket": BUCKET, "Key": key}


def refused(status, code, call, **arguments):
    """A call that must be refused with this status and code."""
    try:
        call(**arguments)
    except ClientError as error:
        found = error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"]
        assert found == (status, code), (found, status, code)
        return error.response["Error"]
    raise AssertionError(f"{call.__name__} {arguments} was not refused")


def forged(code, call, **arguments):
    """A call with a signature that is not the known caller's: refused where signatures are compared."""
    if VERIFY:
        refused(403, code, call, **arguments)
    else:
        call(**arguments)


class Answer:
    """What came without any AWS library."""

    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()
        self.text = self.body.decode()

    def element(self, name):
        """The text of an element of the document."""
        found = re.search(f"<{name}>([^<]*)</{name}>", self.text)
        return found and found[1]

    def expect(self, status, code=None, message=None):
        """Looks at the status, and at code and message where they are told."""
        assert self.status == status, (self.status, self.text)
        assert code in (None, self.element("Code")), self.text
        assert message in (None, self.element("Message")), self.text
        return self

    def forged(self, status, code="SignatureDoesNotMatch"):
        """What only a server that compares signatures refuses; another answers `status`."""
        if VERIFY:
            self.expect(403, code if self.text else None)
        else:
            self.expect(status)


def send(method, url, body=None, headers=None):
    """Sends exactly this; every host is the server, since not every machine resolves subdomains of localhost."""
    host, port, target = re.fullmatch(r"http://([^:]*):(\d+)(.*)", url, re.DOTALL).groups()
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=30)
    connection.request(method, target, body, {"Host": f"{host}:{port}"} | (headers or {}))
    return Answer(connection.getresponse())


def shifted(seconds):
    """A world in which boto3 believes that it is so many seconds later."""
    now = botocore.auth.get_current_datetime
    return mock.patch("botocore.auth.get_current_datetime", lambda: now() + datetime.timedelta(seconds=seconds))
