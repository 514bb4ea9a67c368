"""The aws CLI syncs a tree with hostile names up and down: every byte and every name comes back."""

import filecmp
import os
import random
import subprocess
import sys
from pathlib import Path

from endpoint import BUCKET, URL, client

FILES = 3000
AWS = str(Path(sys.executable).parent / "aws")

# When the tree was written: LastModified is in whole seconds, as S3's, so a file of this very second would look newer than its copy.
WRITTEN = 1_750_000_000

HOSTILE = [
    "plain.txt", "with space", " leading", "trailing ", "a+b", "a%20b", "100%", "%zz", "a&b=c", "a?b#c", "semi;colon",
    "quote'single", 'quote"double', "back\\slash", "tilde~", "caret^", "`tick`", "{brace}", "[bracket]", "(paren)",
    "<angle>", "pipe|", "star*", "dollar$HOME", "at@", "comma,", "colon:", "exclaim!", ".hidden", "..dots", "dots..",
    "...", "-dash", "--delete", "tab\there", "new\nline", "return\rhere", "bell\x07", "delete\x7f", "é composed",
    "e\u0301 combined", "ß", "日本語", "кириллица", "עברית", "😀", "👩‍👩‍👧", "\u200bzero width", "\ufeffbom",
    "\ufffd", "non\u00a0breaking", "x" * 255, "ü" * 120, "null", "composite", ".mpu", "data", "CON", "aux.txt", "$Recycle",
]


def plant(root):
    """A tree of files, some hostile by name, some by place, some empty."""
    dice = random.Random(20260101)
    folders = [root, root / "deep" / "/".join("d" * 20), root / "sp ace+plus" / "100%", root / "日本" / "é"]
    count = 0
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        for name in HOSTILE:
            (folder / name).write_bytes(dice.randbytes(dice.choice([0, 1, 100, 5000])))
            count += 1
    for number in range(FILES - count):
        folder = root / f"folder {number % 50}" / f"{number % 7}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"file-{number}.bin").write_bytes(dice.randbytes(number % 3000))
    for path in files(root):
        os.utime(root / path, (WRITTEN, WRITTEN))


def files(root):
    """Every file below `root`, as a path from there."""
    return sorted(os.path.relpath(Path(place) / name, root) for place, _, names in os.walk(root) for name in names)


def sync(*arguments):
    """Runs `aws s3 sync` and returns what it did, one line a file."""
    done = subprocess.run(
        [AWS, "--endpoint-url", URL, "s3", "sync", "--no-progress", *map(str, arguments)],
        capture_output=True, text=True, timeout=300,
    )
    assert done.returncode == 0, f"{arguments}: {done.stdout[-2000:]} {done.stderr[-2000:]}"
    return done.stdout.splitlines()


def main():
    """Up, up again (nothing), down, and away."""
    here = Path(sys.argv[2])
    up, down = here / "up", here / "down"
    plant(up)
    expected = files(up)
    assert len(expected) == FILES, len(expected)

    client().create_bucket(Bucket=BUCKET)
    sync(up, f"s3://{BUCKET}/tree")
    pages = client().get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="tree/")
    stored = sorted(entry["Key"].removeprefix("tree/") for page in pages for entry in page["Contents"])
    assert stored == expected, set(stored) ^ set(expected)
    again = sync(up, f"s3://{BUCKET}/tree")
    assert again == [], f"nothing has changed, but: {again[:3]}"

    sync(f"s3://{BUCKET}/tree", down)
    assert files(down) == expected, set(files(down)) ^ set(expected)
    _, mismatch, errors = filecmp.cmpfiles(up, down, expected, shallow=False)
    assert not mismatch and not errors, (mismatch[:5], errors[:5])

    (up / "plain.txt").unlink()
    sync("--delete", up, f"s3://{BUCKET}/tree")
    left = client().get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
    assert sum(page["KeyCount"] for page in left) == FILES - 1


main()
