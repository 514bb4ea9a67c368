"""Presigned URLs, used without any AWS library: as they are, too late, and changed on the way."""

from endpoint import BUCKET
from signed_objects import read
from signing import KEYS, NEWER, OLDER, at, client, s3, send, shifted

SIGNERS = [client(signature=OLDER), client(signature=NEWER), client()]


def sign(s3, operation, expires=600, **arguments):
    """A URL for ten minutes."""
    return s3.generate_presigned_url(operation, arguments, ExpiresIn=expires)


def reads():
    """GET, HEAD and a list."""
    for signer in SIGNERS:
        for key in KEYS:
            assert send("GET", sign(signer, "get_object", **at(key))).expect(200).text == f"body of {key}"
            head = send("HEAD", sign(signer, "head_object", **at(key))).expect(200)
            assert head.headers["x-amz-meta-colour"] == "blue  and red"
            part = send("GET", sign(signer, "get_object", **at(key)), headers={"Range": "bytes=0-3"})
            assert part.expect(206).text == "body"
        listed = send("GET", sign(signer, "list_objects_v2", Bucket=BUCKET, Prefix="100%"))
        assert listed.expect(200).element("KeyCount") == "1"
        send("GET", sign(signer, "get_object", **at("none"))).expect(404, "NoSuchKey")


def overrides():
    """Headers of the answer that the URL names."""
    disposition = 'attachment; filename="ü + %.txt"'
    other = {"ResponseContentDisposition": disposition, "ResponseContentType": "text/x-odd; charset=utf-8"}
    for signer in SIGNERS:
        answer = send("GET", sign(signer, "get_object", **at("plain"), **other)).expect(200)
        assert answer.headers["Content-Type"] == "text/x-odd; charset=utf-8"
        # S3 sends Latin-1, as which Python reads headers.
        assert answer.headers["Content-Disposition"] == disposition


def writes():
    """PUT and DELETE, and headers that are signed."""
    for signer in SIGNERS:
        for key in KEYS:
            # Python adds a type of its own to a body, which the older signature would want signed.
            url = sign(signer, "put_object", **at(f"url/{key}"))
            send("PUT", url, b"by URL", {"Content-Type": ""}).expect(200)
            assert read(s3, f"url/{key}") == b"by URL"
            send("DELETE", sign(signer, "delete_object", **at(f"url/{key}"))).expect(204)
            send("GET", sign(signer, "get_object", **at(f"url/{key}"))).expect(404, "NoSuchKey")
        url = sign(signer, "put_object", **at("typed"), ContentType="text/x-odd", Metadata={"colour": "red"})
        # The newer signature wants the metadata as headers, the older one has it in the query.
        named = {} if "x-amz-meta-colour=red" in url else {"x-amz-meta-colour": "red"}
        typed = {"Content-Type": "text/x-odd"} | named
        send("PUT", url, b"typed", typed).expect(200)
        head = s3.head_object(**at("typed"))
        assert (head["ContentType"], head["Metadata"]) == ("text/x-odd", {"colour": "red"})
        send("PUT", url, b"typed", typed | {"Content-Type": "text/plain"}).forged(200)
        send("PUT", url, b"typed", typed | {"x-amz-meta-colour": "grey"}).forged(200)


def parts():
    """A part."""
    for signer in SIGNERS:
        upload = at("parts by URL")
        upload["UploadId"] = s3.create_multipart_upload(**upload)["UploadId"]
        url = sign(signer, "upload_part", **upload, PartNumber=1)
        part = send("PUT", url, b"part", {"Content-Type": ""}).expect(200)
        named = [{"PartNumber": 1, "ETag": part.headers["ETag"]}]
        s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": named})
        assert read(s3, "parts by URL") == b"part"


def expired():
    """A URL that was good half a minute ago."""
    with shifted(-60):
        url = sign(client(signature=NEWER), "get_object", 30, **at("plain"))
        good = sign(client(signature=NEWER), "get_object", 300, **at("plain"))
    late = send("GET", url).expect(403, "AccessDenied", "Request has expired")
    assert late.element("X-Amz-Expires") == "30" and late.element("Expires") < late.element("ServerTime")
    send("HEAD", url).expect(403)
    send("GET", good).expect(200)
    older = send("GET", sign(client(signature=OLDER), "get_object", -30, **at("plain")))
    assert older.expect(403, "AccessDenied", "Request has expired").element("X-Amz-Expires") is None


def tampered():
    """Another path, query, method or signature."""
    for signer, signature in zip(SIGNERS, ["Signature=", "X-Amz-Signature=", "Signature="], strict=True):
        url = sign(signer, "get_object", **at("plain"))
        assert signature in url
        for other in [
            url.replace("plain", "100%25"),
            url + "&response-content-type=text/x-odd",
            url.replace(signature, f"{signature}abcd"),
        ]:
            answer = send("GET", other)
            answer.forged(200)
            names = ["AWSAccessKeyId", "StringToSign", "SignatureProvided", "CanonicalRequest"]
            for name in names if answer.status == 403 else []:
                told = name != "CanonicalRequest" or signature.startswith("X-Amz")
                assert (answer.element(name) is not None) == told, (name, answer.text)
        send("HEAD", url.replace(signature, f"{signature}abcd")).forged(200)
        send("DELETE", url.replace("plain", "nothing")).forged(204)


def unsigned():
    """What was added on the way."""
    odd = {"x-amz-meta-colour": "red", "x-amz-storage-class": "STANDARD"}
    answer = send("PUT", sign(client(signature=NEWER), "put_object", **at("unsigned")), b"", odd)
    answer.forged(200, "AccessDenied")
    if answer.status == 403:
        assert answer.element("HeadersNotSigned") == "x-amz-meta-colour, x-amz-storage-class"
        assert answer.element("Message") == "There were headers present in the request which were not signed"
    # In the older signature they are part of what is signed.
    send("PUT", sign(client(signature=OLDER), "put_object", **at("unsigned")), b"", odd).forged(200)
    for signer in SIGNERS:
        url = sign(signer, "put_object", **at("unsigned"))
        send("PUT", url, b"", {"X-Forwarded-For": "10.0.0.1", "User-Agent": "other"}).expect(200)
