"""Who calls, when, and by which host."""

import socket
from unittest import mock

from botocore import UNSIGNED
from endpoint import BUCKET, URL
from forms import post
from signed_objects import read
from signing import FORGER, KEYS, NEWER, OLDER, STRANGER, VERIFY, at, client, forged, refused, send, shifted


def strangers():
    """Those who do not know the secret, and those whom nobody knows."""
    for caller, code in [(FORGER, "SignatureDoesNotMatch"), (STRANGER, "InvalidAccessKeyId")]:
        other = client(**caller)
        forged(code, other.get_object, **at("plain"))
        forged("403", other.head_object, **at("plain"))
        forged(code, other.list_objects_v2, Bucket=BUCKET)
        forged(code, other.put_object, **at("foreign"), Body=b"x" * 200_000)
        for signature in [OLDER, NEWER]:
            own = client(signature=signature, **caller)
            send("GET", own.generate_presigned_url("get_object", at("plain"))).forged(200, code)


def nobody():
    """A request without any signature is let in as far as it is now: policies are not enforced yet."""
    client(signature=UNSIGNED).get_object(**at("plain"))


def session():
    """Temporary credentials are good with their token only."""
    caller = {"aws_access_key_id": "AKIASESSION", "aws_secret_access_key": "secret of a session"}
    known = caller | {"aws_session_token": "token/of+a=session"}
    for signature in [None, OLDER, NEWER]:
        own = client(signature=signature, **known)
        own.put_object(**at("by session"), Body=b"x")
        send("GET", own.generate_presigned_url("get_object", at("by session"))).expect(200)
        post(own.generate_presigned_post(BUCKET, "by session"), "by form").expect(204)
        other = client(signature=signature, **(caller | {"aws_session_token": "another token"}))
        if VERIFY:
            refused(400, "InvalidToken", other.get_object, **at("plain"))
        with mock.patch.dict("os.environ", clear=False):
            none = client(signature=signature, **caller)
        forged("InvalidAccessKeyId", none.get_object, **at("plain"))


def clocks():
    """A clock that is an hour off."""
    for seconds in [3600, -3600]:
        with shifted(seconds):
            if VERIFY:
                refused(403, "RequestTimeTooSkewed", client().get_object, **at("plain"))
    with shifted(600):
        client().get_object(**at("plain"))


def virtual():
    """Buckets as subdomains of localhost, which not every machine resolves."""
    lookup = socket.getaddrinfo

    def local(host, *rest, **more):
        return lookup("127.0.0.1", *rest, **more)

    with mock.patch("socket.getaddrinfo", local):
        for signature in [None, OLDER, NEWER]:
            own = client(URL.replace("127.0.0.1", "localhost"), signature, "virtual")
            for key in KEYS:
                own.put_object(**at(f"virtual/{key}"), Body=b"virtual")
                assert read(own, f"virtual/{key}") == b"virtual"
                url = own.generate_presigned_url("get_object", at(f"virtual/{key}"))
                assert url.startswith(f"http://{BUCKET}.localhost:"), url
                send("GET", url).expect(200)
            own.list_objects_v2(Bucket=BUCKET, Prefix="virtual/")
            form = own.generate_presigned_post(BUCKET, "virtual/form")
            assert form["url"].startswith(f"http://{BUCKET}.localhost:"), form["url"]
            post(form, "by form").expect(204)
