"""Uploads by HTML form, signed by boto3 and posted without it."""

from endpoint import BUCKET
from signed_objects import read
from signing import FORGER, NEWER, OLDER, STRANGER, at, client, s3, send

SIGNERS = [OLDER, NEWER, None]


def sign(signature, key="form/${filename}", expires=600, fields=None, **caller):
    """A form for keys below form/, of 2 to 20 bytes."""
    fields = fields or {}
    limits = [["content-length-range", 2, 20], ["starts-with", "$key", "form/"]]
    conditions = limits + [{name: value} for name, value in fields.items()]
    signer = client(signature=signature, **caller)
    return signer.generate_presigned_post(BUCKET, key, Fields=fields, Conditions=conditions, ExpiresIn=expires)


def post(form, content, **changes):
    """Posts a form as a browser does."""
    boundary = "a-boundary-of-python"
    text = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (form["fields"] | changes).items()
    )
    text += f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="photo.txt"\r\n'
    text += f"Content-Type: text/x-file\r\n\r\n{content}\r\n--{boundary}--\r\n"
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return send("POST", form["url"], text.encode(), kind)


def forms():
    """A file, and what goes with it."""
    for signature in SIGNERS:
        answer = post(sign(signature), "by form").expect(204)
        assert answer.headers["ETag"] and answer.body == b""
        assert read(s3, "form/photo.txt") == b"by form"
        fields = {"Content-Type": "text/x-odd", "x-amz-meta-colour": "blue", "success_action_status": "201"}
        told = post(sign(signature, "form/é + %", fields=fields), "by form").expect(201)
        assert (told.element("Bucket"), told.element("Key")) == (BUCKET, "form/é + %")
        head = s3.head_object(**at("form/é + %"))
        assert (head["ContentType"], head["Metadata"]) == ("text/x-odd", {"colour": "blue"})


def limits():
    """What the policy does not allow."""
    for signature in SIGNERS:
        post(sign(signature), "far more bytes than are allowed").expect(400, "EntityTooLarge")
        post(sign(signature), "x").expect(400, "EntityTooSmall")
        outside = post(sign(signature), "by form", key="elsewhere").expect(403, "AccessDenied")
        assert "Invalid according to Policy: Policy Condition failed: [" in outside.text, outside.text
        extra = post(sign(signature), "by form", **{"x-amz-meta-extra": "1"})
        extra.expect(403, "AccessDenied", "Invalid according to Policy: Extra input fields: x-amz-meta-extra")


def expired():
    """A form that was good a minute ago."""
    for signature in SIGNERS:
        late = post(sign(signature, expires=-60), "by form")
        late.expect(403, "AccessDenied", "Invalid according to Policy: Policy expired.")


def strangers():
    """Forms by others, and one whose policy is not what was signed."""
    for signature in SIGNERS:
        post(sign(signature, **FORGER), "by form").forged(204)
        post(sign(signature, **STRANGER), "by form").forged(204, "InvalidAccessKeyId")
        longer = sign(signature, expires=3600)["fields"]["policy"]
        post(sign(signature), "by form", policy=longer).forged(204)
