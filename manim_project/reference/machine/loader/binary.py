"""The binary format of WebAssembly, value by value.

Source: WebAssembly core specification 2.0, chapter 5 (binary format).
"""

from __future__ import annotations


class Reader:
    """Reads a validated binary from the byte `at` on."""

    def __init__(self, binary: bytes, at: int = 0) -> None:
        self.binary, self.at = binary, at

    def byte(self) -> int:
        """One byte."""
        self.at += 1
        return self.binary[self.at - 1]

    def unsigned(self) -> int:
        """An unsigned number in LEB128."""
        return self._leb128()[0]

    def signed(self) -> int:
        """A signed number in LEB128."""
        value, bits = self._leb128()
        return value - (1 << bits) if value >> (bits - 1) else value

    def _leb128(self) -> tuple[int, int]:
        value = bits = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << bits
            bits += 7
            if byte < 0x80:
                return value, bits

    def blob(self) -> bytes:
        """Bytes that follow their number."""
        size = self.unsigned()
        self.at += size
        return self.binary[self.at - size : self.at]

    def name(self) -> str:
        """Text that follows its length."""
        return self.blob().decode("utf-8")
