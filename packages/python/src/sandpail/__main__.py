"""The command `sandpail`: the binary, in the place of Python."""

import os
import sys

from ._binary import find
from ._errors import StartError


def main() -> None:
    """Becomes the binary, with the arguments of this process."""
    try:
        binary = find()
    except StartError as error:
        sys.exit(f"sandpail: {error}")
    os.execv(binary, ["sandpail", *sys.argv[1:]])


if __name__ == "__main__":
    main()
