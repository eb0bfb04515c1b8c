"""Where things are: the checkout, and what the project loads besides its code."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The checkout: where manim_project/, assets/ and the Makefile are."""
ASSETS = ROOT / "assets"
