"""The tree is as the README says: what is at the top, who imports whom, where the scenes are."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from manim_project.scenes import SCENES, SceneEntry, find_scene

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "manim_project"

MAY_IMPORT: dict[str, set[str]] = {
    "paths": set(),
    "reference": {"paths"},
    "theme": set(),
    "mobjects": {"reference", "theme"},
    "stage": {"reference", "theme", "mobjects"},
    "scenes": {"reference", "theme", "mobjects", "stage"},
    "studio": {"paths", "reference", "theme", "mobjects", "stage", "scenes"},
    "__main__": {"studio"},
    "__init__": set(),
}


def imported_parts(source: str, package: list[str]) -> Iterator[tuple[str, int]]:
    """The parts of manim_project that a source imports, with the line. `package`: where it is."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = [*base, *(node.module.split(".") if node.module else [])]
            names = [".".join([*start, alias.name]) for alias in node.names]
        for name in names:
            top, _, rest = name.partition(".")
            if top == "manim_project" and rest:
                yield rest.split(".")[0], node.lineno


def wrong_imports(part: str, source: str, package: list[str]) -> list[str]:
    allowed = MAY_IMPORT[part] | {part}
    return [
        f"line {line}: {part} imports {used}"
        for used, line in imported_parts(source, package)
        if used not in allowed
    ]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.stem)
def test_imports_go_one_way(path: Path) -> None:
    parts = path.relative_to(ROOT).with_suffix("").parts
    assert wrong_imports(parts[1], path.read_text(encoding="utf-8"), list(parts[:-1])) == []


@pytest.mark.parametrize(
    "line",
    [
        "from manim_project.studio.drawing.render import render",
        "import manim_project.scenes",
        "from manim_project import stage",
        "from .. import studio",
        "from ..scenes import SCENES",
        "def late():\n    from manim_project.stage import Stage",
    ],
)
def test_the_import_rule_notices(line: str) -> None:
    assert len(wrong_imports("mobjects", line, ["manim_project", "mobjects"])) == 1


def test_reference_imports_without_manim() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted((PACKAGE / "reference").rglob("*.py"))
    ]
    code = "import sys; sys.modules['manim'] = None\n" + "".join(f"import {m}\n" for m in modules)
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


def test_listing_the_scenes_imports_none() -> None:
    code = (
        "import sys, manim_project.scenes\n"
        "late = [m for m in sys.modules if m == 'manim' or m.startswith('manim_project.scenes.')]\n"
        "sys.exit(str(late) if late else 0)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


@pytest.mark.parametrize("entry", SCENES, ids=lambda entry: entry.name)
def test_each_scene_is_a_package_in_reading_order(entry: SceneEntry) -> None:
    path = PACKAGE / "scenes" / entry.module / "scene.py"
    assert entry.module.startswith(f"s{SCENES.index(entry) + 1}_")
    classes = [n.name for n in ast.parse(path.read_text()).body if isinstance(n, ast.ClassDef)]
    assert entry.name in classes


def test_no_scene_is_left_out_of_the_list() -> None:
    packages = {path.parent.name for path in (PACKAGE / "scenes").glob("s*/scene.py")}
    assert packages == {entry.module for entry in SCENES}


def test_an_unknown_scene_is_told_the_names() -> None:
    with pytest.raises(LookupError, match=r"unknown scene 'Nope'.*SoftmaxSharpening.*ThreePlus"):
        find_scene("Nope")


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_nothing_else_at_the_top() -> None:
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listing.returncode != 0 or not listing.stdout:
        pytest.skip("not a git checkout")
    top = {name.split("/")[0] for name in listing.stdout.splitlines()}
    plain = {name for name in top if not name.startswith(".")}
    files = {"pyproject.toml", "README.md", "Makefile"}
    assert plain == files | {"manim_project", "assets", "renders", "tests"}


def test_each_dependency_is_declared_and_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    listed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = [re.findall(r"[\w-]+", re.split("[<>=]", line)[0]) for line in listed]
    declared = {name for group in names for name in group}  # with extras: manim[typst]
    sources = [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    own = {"manim_project", "support", "fuzzing"}
    imported = {
        name.partition(".")[0]
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in names_imported(node)
    }
    used = imported - own - set(sys.stdlib_module_names)
    packages = {
        "PIL": "pillow",
        "cairo": "pycairo",
        "espeakng_loader": "espeakng-loader",
        "font_lato": "font-lato",
        "manim_slides": "manim-slides",
        "pptx": "python-pptx",
    }
    used = {packages.get(name, name) for name in used}
    assert used | {"ruff", "mypy"} == declared  # those two are run, not imported


def names_imported(node: ast.AST) -> list[str]:
    """The modules that an absolute import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module]
    return []
