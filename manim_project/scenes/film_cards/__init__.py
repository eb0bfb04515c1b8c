"""What opens and closes the film of all scenes."""
