"""What is printed: UTF-8 in a file or a pipe, and on a terminal whatever that can show.

Python would take the locale's encoding for both, and end at the first − that it has not.
"""

import codecs
import io
import sys

# One for one, so that the columns of a table stay straight.
PLAIN = dict(zip("−–—×·…’“”", '---x*.\'""', strict=True))


def prepare_output() -> None:
    """From now on nothing that is printed can fail for want of a sign."""
    codecs.register_error("plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # None, if it is closed
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="plain")


def _plain(error: UnicodeError) -> tuple[str | bytes, int]:
    """What stands for a sign that an encoding lacks: a plain one that is like it, or `?`."""
    assert isinstance(error, UnicodeEncodeError)
    sign, end = error.object[error.start], error.start + 1
    if "\udc80" <= sign <= "\udcff":  # a byte of a file's name that was no text: as it came
        return bytes([ord(sign) - 0xDC00]), end
    return PLAIN.get(sign, "?"), end
