"""Mounts that only the processes see that are told to: a small disk, a read-only folder.

They live in a mount namespace of Linux, and go with the process that holds it: nothing is left
behind, whatever becomes of the tests.
"""

import os
import subprocess
from pathlib import Path

import pytest


class PrivateMounts:
    """A mount namespace in which the shell commands `script` have been run.

    Skips the test where the system does not permit that; under CI=true, fails it.
    """

    def __init__(self, script: str) -> None:
        user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
        self._enter = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
        command = ["unshare", *user, "--mount", "sh", "-ec", f"{script}\necho mounted\nexec cat"]
        pipe = subprocess.PIPE
        try:
            self._holder = subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8"
            )
        except FileNotFoundError:
            _cannot("there is no program `unshare` (util-linux, on Linux)")
        assert self._holder.stdout is not None
        if self._holder.stdout.readline() != "mounted\n":
            _cannot(self._holder.communicate()[1])

    def __enter__(self) -> "PrivateMounts":
        return self

    def __exit__(self, *_: object) -> None:
        self._holder.communicate()

    @property
    def prefix(self) -> list[str]:
        """What to put before a command that is to see the mounts."""
        return ["nsenter", "--target", str(self._holder.pid), "--mount", *self._enter]

    def path(self, path: Path) -> Path:
        """An absolute path as seen by those processes."""
        return Path(f"/proc/{self._holder.pid}/root{path}")


def _cannot(reason: str) -> None:
    reason = f"cannot mount in a namespace of its own: {reason.strip()}"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}\nGive the container CAP_SYS_ADMIN, or allow user namespaces.")
    pytest.skip(reason)
