"""Manim's settings, whatever the user's own manim.cfg says."""

from __future__ import annotations

from pathlib import Path

from manim_project import theme
from manim_project.studio.renders.quality import Quality


def configure_manim(quality: Quality, media: Path) -> None:
    """Set up Manim for this render alone, whatever the user's own manim.cfg says."""
    import manim

    manim.logger.setLevel("ERROR")  # or it tells which files it reads
    manim.config.digest_file(Path(manim.__file__).parent / "_config" / "default.cfg")
    manim.config.update(
        {
            "pixel_width": quality.width,
            "pixel_height": quality.height,
            "frame_width": theme.FRAME_WIDTH,
            "frame_height": theme.FRAME_HEIGHT,
            "frame_rate": quality.fps,
            "format": "mp4",
            "media_dir": str(media),
            "disable_caching": True,
            "progress_bar": "none",
            "verbosity": "ERROR",
            "notify_outdated_version": False,
        }
    )
