"""From WebAssembly, text or binary, to the tokens of a prompt."""
