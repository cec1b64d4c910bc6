from ._code import Code


class Proxy(Code):
    """Which proxy a client uses, where it is not one named by a URL. Never one for loopback."""

    ENVIRONMENT = "environment"
    """What `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` say when the client is made."""
    NONE = "none"
    """None."""
