"""Bodies from everywhere: each way of sending one is signed and framed differently."""

import io
from pathlib import Path

from signed_objects import read
from signing import TLS, at, client, refused, s3

MIB = 1 << 20


def pattern(size):
    """Bytes that differ from one place to the next."""
    return (bytes(range(251)) * (size // 251 + 1))[:size]


class Once(io.RawIOBase):
    """A stream that cannot go back."""

    def __init__(self, content):
        self.content = io.BytesIO(content)

    def readable(self):
        return True

    def read(self, size=-1):
        return self.content.read(size)


def empty():
    """No byte at all."""
    s3.put_object(**at("empty"))
    assert s3.head_object(**at("empty"))["ContentLength"] == 0


def file():
    """From a file, small and in parts."""
    for size in [3 * MIB + 17, 9 * MIB]:
        Path("body").write_bytes(pattern(size))
        with open("body", "rb") as body:
            s3.put_object(**at("file"), Body=body)
        assert read(s3, "file") == pattern(size)
        s3.upload_file("body", *at("file").values())
        s3.download_file(*at("file").values(), "download")
        assert Path("download").read_bytes() == pattern(size)


def stream():
    """From something that can be read once."""
    for size in [0, MIB + 1, 9 * MIB]:
        s3.upload_fileobj(Once(pattern(size)), *at("stream").values())
        assert read(s3, "stream") == pattern(size)


def parts():
    """In parts, one by one."""
    upload = at("in parts/é+ %")
    upload["UploadId"] = s3.create_multipart_upload(**upload)["UploadId"]
    bodies = [pattern(5 * MIB), pattern(1000)]
    named = []
    for number, body in enumerate(bodies, 1):
        part = s3.upload_part(**upload, PartNumber=number, Body=body)
        named.append({"PartNumber": number, "ETag": part["ETag"]})
    assert [part["Size"] for part in s3.list_parts(**upload)["Parts"]] == [len(body) for body in bodies]
    s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": named})
    assert read(s3, "in parts/é+ %") == b"".join(bodies)
    upload["UploadId"] = s3.create_multipart_upload(**at("in parts/é+ %"))["UploadId"]
    s3.abort_multipart_upload(**upload)
    refused(404, "NoSuchUpload", s3.list_parts, **upload)


def secure():
    """By TLS, where the checksum of a stream travels behind it, unsigned."""
    if not TLS:
        return
    own = client(TLS)
    own.put_object(**at("secure"), Body=b"by TLS")
    assert read(own, "secure") == b"by TLS"
    for size in [0, 1, MIB + 1]:
        own.put_object(**at("secure"), Body=io.BytesIO(pattern(size)), ChecksumAlgorithm="SHA256")
        assert read(own, "secure") == pattern(size)
