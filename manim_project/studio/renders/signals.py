"""Ctrl-C (SIGINT) and SIGTERM: clean up, say so in one line, and leave at once.

Not by an exception, as Python would: inside an import or a native library KeyboardInterrupt is
printed as a traceback, swallowed, or ends in an abort. Imports next to nothing, so that it can
listen before anything else is imported.
"""

import os
import signal
from types import FrameType


class Stopping:
    """What to say and to clear away when this process is told to stop.

    `name` is who stops. `scratch` are folders that are removed then; nothing else needs to be
    undone, because everything is made in a scratch folder and moved into place.
    """

    def __init__(self) -> None:
        self.name = "manim_project"
        self.scratch: list[str | os.PathLike[str]] = []
        self._process = 0

    def listen(self) -> None:
        """From now on, leave on SIGINT and SIGTERM (make ends its jobs so).

        A process that is forked from this one just ends, unless it listens for itself.
        """
        self._process = os.getpid()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._leave)

    def _leave(self, number: int, _: FrameType | None) -> None:
        if os.getpid() == self._process:
            import shutil

            for folder in self.scratch:
                shutil.rmtree(folder, ignore_errors=True)
            untouched = "; earlier renders are untouched" if self.scratch else ""
            # Not by print: the signal may have come in the middle of one.
            os.write(2, f"{self.name}: stopped{untouched}\n".encode())
        os._exit(128 + number)


STOPPING = Stopping()
