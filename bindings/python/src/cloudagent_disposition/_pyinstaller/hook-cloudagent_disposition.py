"""The native library is loaded by its path, which PyInstaller doesn't see by itself."""

from PyInstaller.utils.hooks import collect_dynamic_libs

binaries = collect_dynamic_libs("cloudagent_disposition")
