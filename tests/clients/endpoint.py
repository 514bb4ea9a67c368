"""The endpoint under test, given as the first argument, and a bucket of its own in it."""

import sys

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
