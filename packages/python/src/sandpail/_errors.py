"""What goes wrong here. What S3 refuses to clients, they say themselves."""


class SandpailError(Exception):
    """Any error of this package."""


class StartError(SandpailError):
    """There is no binary, or it did not start: the text is what it said."""


class Refused(SandpailError):
    """The server refused a request that this package itself made."""
