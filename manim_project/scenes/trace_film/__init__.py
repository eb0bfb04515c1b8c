"""The film of any program's run, for `make trace`."""
