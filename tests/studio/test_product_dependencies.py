"""Products are made again when what they are made of has changed, and only then."""

import re
import shutil
import time

import pytest
from support.project import Project

PRODUCTS = {"clips", "deck", "film", "gif", "overview"}
STUDIO = "manim_project/studio"


@pytest.fixture(scope="module")
def products(project: Project) -> Project:
    """A project with all products of One."""
    made = project.make(*sorted(PRODUCTS), "SCENE=One")
    assert made.returncode == 0, made.stderr
    return project


def would_make(project: Project, *arguments: str) -> set[str]:
    """The products of One that make would make now, of all; no scene."""
    made = project.make("-n", *arguments, *sorted(PRODUCTS), "SCENE=One")
    assert made.returncode == 0, made.stderr
    return set(re.findall(r"manim_project (\w+)", made.stdout))


def test_the_second_time_nothing_is_made(products: Project) -> None:
    assert would_make(products) == set()


def test_what_is_rendered_anew_is_made_of_anew(products: Project) -> None:
    assert would_make(products, "-W", "renders/low/One.mp4") == PRODUCTS
    assert would_make(products, "-W", "assets/One.txt") == PRODUCTS | {"render"}


@pytest.mark.parametrize(
    "changed, made",
    [
        ("renders/record.py", {"render", *PRODUCTS}),
        ("media/clips.py", {"clips", "deck"}),
        ("media/splice.py", {"clips", "deck", "film"}),
        ("media/palette.py", {"gif"}),
        ("media/typst_pdf.py", {"deck", "overview"}),
        ("renders/sources.py", {"deck", "film"}),
        ("commands/film.py", {"film"}),
        ("commands/overview.typ", {"overview"}),
        ("deck/page.css", {"deck"}),
        ("deck/page.js", {"deck"}),
        ("deck/pdf.typ", {"deck"}),
        ("deck/pptx.py", {"deck"}),
        ("watch/page.html", set()),
        ("commands/audit.py", set()),
    ],
)
def test_only_what_depends_on_a_change_is_made(
    products: Project, changed: str, made: set[str]
) -> None:
    path = f"{STUDIO}/{changed}"
    assert (products.path / path).exists()
    assert would_make(products, "-W", path) == made


def test_what_a_product_depends_on_is_known_or_it_is_made(products: Project) -> None:
    work = products.path / "renders/.work/low"
    for product, name in {
        "clips": "One.clips.d",
        "deck": "deck-low.deck.d",
        "film": "film.d",
        "gif": "One.gif.d",
        "overview": "overview.d",
    }.items():
        kept = shutil.move(work / name, work / "kept")
        assert would_make(products) == {product}
        shutil.move(kept, work / name)
    assert would_make(products) == set()


def test_a_source_that_is_saved_meanwhile_counts_as_newer(products: Project) -> None:
    film = products.film("film")
    film.unlink()
    before = time.time()
    assert products.make("film", "SCENE=One").returncode == 0
    after = products.film("film").with_suffix(".srt").stat().st_mtime  # is not what make looks at
    assert before < film.stat().st_mtime < after
    assert would_make(products) == set()


def test_transparent_clips_have_rules_of_their_own(products: Project) -> None:
    assert products.make("clips", "SCENE=One", ALPHA="1").returncode == 0
    for changed, made in (("drawing/transparent_clips.py", {"clips"}), ("deck/pptx.py", set())):
        arguments = ("-n", "-W", f"{STUDIO}/{changed}", "clips", "SCENE=One")
        again = products.make(*arguments, ALPHA="1")
        assert set(re.findall(r"manim_project (\w+)", again.stdout)) == made
        assert "manim_project" not in products.make(*arguments).stdout
