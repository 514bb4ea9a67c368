"""boto3 uploads one GiB as it does by default, in parts and in parallel, and reads the same bytes back."""

import hashlib
import random
import sys
from pathlib import Path

from endpoint import BUCKET, client

BLOCK = 1 << 20
SIZE = 1 << 30


def main():
    """Up from a file, down as a stream."""
    path = Path(sys.argv[2]) / "big"
    dice, sent = random.Random(1), hashlib.sha256()
    base = dice.randbytes(BLOCK)
    with path.open("wb") as file:
        for number in range(SIZE // BLOCK):
            block = number.to_bytes(8, "big") + base[8:]
            sent.update(block)
            file.write(block)

    s3 = client()
    s3.create_bucket(Bucket=BUCKET)
    s3.upload_file(str(path), BUCKET, "big")
    path.unlink()

    head = s3.head_object(Bucket=BUCKET, Key="big")
    assert head["ContentLength"] == SIZE, head
    assert head["ETag"].endswith("-128\""), head["ETag"]
    received = hashlib.sha256()
    for chunk in s3.get_object(Bucket=BUCKET, Key="big")["Body"].iter_chunks(BLOCK):
        received.update(chunk)
    assert received.digest() == sent.digest(), "other bytes came back"
    tail = s3.get_object(Bucket=BUCKET, Key="big", Range="bytes=-9")["Body"].read()
    assert tail == base[-9:]


main()
