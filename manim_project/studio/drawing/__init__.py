"""From a scene to frames: Manim's set-up, what is drawn anew, and the encoder."""
