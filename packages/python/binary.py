"""Puts the binary into the wheel, which then is one for its platform. `packages/build` says which, and for which."""

import os

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BinaryHook(BuildHookInterface):
    """Without the variables the wheel has no binary, and looks for one when it is used."""

    def initialize(self, version, build_data):
        binary, platform = os.environ.get("SANDPAIL_WHEEL_BINARY"), os.environ.get("SANDPAIL_WHEEL_PLATFORM")
        if binary and platform:
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{platform}"
            build_data["force_include"][binary] = "sandpail/bin/sandpail"
