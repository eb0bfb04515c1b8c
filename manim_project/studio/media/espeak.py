"""Says one sentence with eSpeak NG: text on standard input, samples of int16 on standard output.

A script, run in a process of its own for every sentence: the pitch of the voice flutters by a
counter that eSpeak never sets back, so that a sentence would depend on those said before it.
Begun anew, and with its noise seeded, it says the same text in the same samples.
"""

import ctypes
import os
import sys
from pathlib import Path

RATE = 22_050  # samples a second; eSpeak has no other
VOICE = b"en-us"
WORDS_A_MINUTE = 160  # as eSpeak counts; with the pauses at commas it is 150
# From eSpeak's speak_lib.h.
SYNCHRONOUS, DONT_EXIT, SPEED, CHARACTERS, UTF8 = 2, 0x8000, 1, 1, 1
CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


def main() -> None:
    """Exits with a line that says why when there is no voice."""
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    # Its data is named relative to here: eSpeak cuts a path of more than 160 bytes.
    os.chdir(Path(espeakng_loader.get_data_path()).parent)
    if library.espeak_Initialize(SYNCHRONOUS, 0, b".", DONT_EXIT) != RATE:
        sys.exit("eSpeak NG does not find its data")
    if library.espeak_SetVoiceByName(VOICE):
        sys.exit(f"eSpeak NG lacks the voice {VOICE.decode()}")
    library.espeak_SetParameter(SPEED, WORDS_A_MINUTE, 0)
    library.espeak_ng_SetRandSeed(ctypes.c_long(1))

    @CALLBACK
    def take(samples, count: int, _events: object) -> int:
        if samples and count > 0:
            sys.stdout.buffer.write(ctypes.string_at(samples, 2 * count))
        return 0

    library.espeak_SetSynthCallback(take)
    text = sys.stdin.buffer.read() + b"\0"
    size = ctypes.c_size_t(len(text))
    if library.espeak_Synth(text, size, 0, CHARACTERS, 0, UTF8, None, None):
        sys.exit("eSpeak NG could not speak")


if __name__ == "__main__":
    main()
