"""For PyInstaller, which finds this by the package's entry point `pyinstaller40`."""

import os


def hook_dirs() -> list[str]:
    """Where the hooks of this package are."""
    return [os.path.dirname(__file__)]
