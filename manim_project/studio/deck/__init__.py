"""What `make deck` writes: the beats as slides, in several formats."""
