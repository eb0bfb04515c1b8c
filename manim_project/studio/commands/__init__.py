"""The commands of `python -m manim_project`, a module each. Nothing imports from them."""
