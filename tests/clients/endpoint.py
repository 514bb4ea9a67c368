"""The endpoint under test, given as the first argument, and a bucket of its own in it."""

import sys
import urllib.error
import urllib.request

import boto3

URL = sys.argv[1]
BUCKET = "shelf"


def client(**settings):
    """A client at its default settings, except for what a test is about."""
    return boto3.client("s3", endpoint_url=URL, **settings)


def refused(call, **arguments):
    """The error code of a call that must be refused."""
    try:
        call(**arguments)
    except boto3.client("s3", endpoint_url=URL).exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    raise AssertionError(f"{call.__name__} {arguments} was not refused")


def send(method, url, body=None, headers=None):
    """Sends exactly this without any AWS library, and returns status and body."""
    request = urllib.request.Request(url, method=method, data=body, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
