"""The blocks of a guide of docs/, as tests/src/guide.rs reads them: what each is, and why one is not run."""

import re
from dataclasses import dataclass

COMMENT = re.compile(r"<!-- test: (\w+)[ ,]*(.*?) -->")


@dataclass
class Block:
    """`skipped` is the reason given in the comment before it, or empty."""

    language: str
    name: str
    text: str
    skipped: str


def read(page):
    """All blocks of the page, in order."""
    found, skipped = [], ""
    lines = iter(page.splitlines())
    for line in map(str.lstrip, lines):
        comment = COMMENT.fullmatch(line)
        if comment and comment[1] == "skip":
            skipped = comment[2]
        elif line.startswith("```"):
            info = line[3:].split()
            text = "".join(f"{line}\n" for line in iter(lambda: next(lines, "```"), "```"))
            name = next((word[5:] for word in info if word.startswith("file=")), "")
            found.append(Block(info[0] if info else "", name, text, skipped))
            skipped = ""
    return found
