"""Where the files of a scene are, below the folder of all renders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """Of one scene at one quality; `quality` is the name of its folder."""

    renders: Path
    quality: str
    scene: str

    @property
    def film(self) -> Path:
        return self.renders / self.quality / f"{self.scene}.mp4"

    @property
    def subtitles(self) -> Path:
        return self.renders / self.quality / f"{self.scene}.srt"

    @property
    def vtt(self) -> Path:
        return self.renders / self.quality / f"{self.scene}.vtt"

    @property
    def record(self) -> Path:
        """What clips, decks and the whole film are made of, beside the film: see `record`."""
        return self.work / f"{self.scene}.zip"

    @property
    def clips(self) -> Path:
        """The folder of its clips and single frames."""
        return self.renders / self.quality / self.scene

    @property
    def clear_clips(self) -> Path:
        """The folder of its clips with a transparent ground."""
        return self.renders / f"{self.quality}-alpha" / self.scene

    @property
    def work(self) -> Path:
        return self.renders / ".work" / self.quality

    @property
    def lock(self) -> Path:
        return self.work / f"{self.scene}.lock"

    @property
    def rules(self) -> Path:
        """What make has to know: see `dependencies`."""
        return self.work / f"{self.scene}.d"

    def rules_of(self, product: str) -> Path:
        """The same about a product of the scene, such as its clips."""
        return self.work / f"{self.scene}.{product}.d"

    @property
    def targets(self) -> tuple[Path, ...]:
        """What a render makes, the film last: where that is, the others are."""
        return self.record, self.subtitles, self.vtt, self.film

    def scratches(self) -> list[Path]:
        """The scratch folders of all renders of this scene, those of killed ones too."""
        return [path for path in self.work.glob(f"{self.scene}.*") if path.is_dir()]
