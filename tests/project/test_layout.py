"""The tree is as the README says: what is at the top, who imports whom, where the scenes are."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from manim_project.scenes import SCENES, SceneEntry, find_scene

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "manim_project"

# Floors, from the ground up: what is in a room may import the same room and all floors below it.
# Rooms of one floor know nothing of each other; `*` stands for each of what is there by itself.
FLOORS = (
    ("paths", "theme", "reference.arrays", "reference.quantity"),
    ("reference.softmax",),
    ("reference.textbook",),
    ("reference.hull",),
    ("reference.machine.caches",),
    ("reference.machine.transformer",),
    ("reference.machine.circuits",),
    ("reference.machine.loader",),
    ("reference.machine.run",),
    ("reference.machine",),
    ("reference",),
    ("mobjects",),
    ("stage",),
    ("scenes",),
    ("scenes.replay",),
    ("scenes.*",),
    ("studio.renders",),
    ("studio.media", "studio.arguments", "studio.error_messages", "studio.terminal_output"),
    ("studio.drawing",),
    ("studio.deck", "studio.bench", "studio.watch", "studio.audit"),
    ("studio.commands.*",),
    ("__main__",),
)
# And what a floor says too little of: these import nothing else of the project.
ONLY = {"reference": ("reference", "paths"), "theme": (), "paths": ()}


def room(module: str) -> tuple[int, str]:
    """The floor and the room of a module; its own name goes without `manim_project.`."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        for pattern in (name, ".".join([*parts[: length - 1], "*"])):
            for floor, rooms in enumerate(FLOORS):
                if pattern in rooms:
                    return floor, name
    raise LookupError(f"{module} is in no room: give it one in FLOORS")


def imported(module: str, source: str) -> Iterator[tuple[str, int]]:
    """The modules of the project that a source imports, with the line, `module` being its name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}, line {node.lineno}: imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            top, _, rest = name.partition(".")
            if top == "manim_project" and rest:
                is_module = rest in MODULES
                yield rest if is_module else rest.rpartition(".")[0], node.lineno


def wrong_imports(module: str, source: str) -> list[str]:
    """The imports that go up, or next door."""
    floor, own = room(module)
    only = next((ONLY[part] for part in ONLY if f"{module}.".startswith(f"{part}.")), None)
    found = []
    for used, line in imported(module, source):
        its_floor, its_room = room(used)
        is_allowed = its_room == own or its_floor < floor
        if only is not None and not any(f"{used}.".startswith(f"{part}.") for part in only):
            is_allowed = False
        if not is_allowed:
            found.append(f"line {line}: {module} imports {used}")
    return found


def module_name(path: Path) -> str:
    """Without `manim_project.`; of a package, the package."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts).removesuffix("__init__").rstrip(".")


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
FOLDERS = ("", "studio", "studio.commands")  # packages that hold rooms, and nothing themselves


@pytest.mark.parametrize("module", [name for name in MODULES if name not in FOLDERS])
def test_imports_go_one_way(module: str) -> None:
    assert wrong_imports(module, MODULES[module].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("mobjects.text", "from manim_project.studio.drawing.render import render"),
        ("mobjects.text", "import manim_project.scenes"),
        ("mobjects.text", "from manim_project import stage"),
        ("mobjects.text", "def late():\n    from manim_project.stage import Stage"),
        ("reference.hull.hull_cache", "from manim_project import theme"),
        ("reference.machine.loader.wasm", "from manim_project.reference.machine import Machine"),
        ("scenes.s1_x.scene", "from manim_project.scenes.s2_qkv_projection.scene import QKV"),
        ("studio.commands.deck", "from manim_project.studio.commands.clips import main"),
        ("studio.renders.record", "from manim_project.studio.media.splice import splice"),
    ],
)  # fmt: skip
def test_the_import_rule_notices(module: str, line: str) -> None:
    assert len(wrong_imports(module, line)) == 1


def test_no_module_imports_itself_round_a_corner() -> None:
    graph = {
        module: {used for used, _ in imported(module, path.read_text(encoding="utf-8"))}
        for module, path in MODULES.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(reversed(error.args[1])))


@pytest.mark.parametrize("folder", ["mobjects", "scenes", "reference/textbook", "reference/hull"])
def test_what_is_drawn_is_the_same_on_every_processor(folder: str) -> None:
    """BLAS rounds as suits the processor: `reference.arrays.product` and `math.hypot` do not."""
    found = [
        f"{path.name}: {ast.unparse(node)}"
        for path in (PACKAGE / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult))
        or ast.unparse(node) in ("np.dot", "np.linalg", "np.einsum", "np.polyfit", "np.inner")
    ]
    assert found == []


def test_packages_that_hold_rooms_hold_nothing_else() -> None:
    for name in FOLDERS:
        (docstring,) = ast.parse(MODULES[name].read_text(encoding="utf-8")).body
        assert isinstance(docstring, ast.Expr)


@pytest.mark.parametrize(
    "module", [name for name in MODULES if name.startswith("studio.commands.")]
)
def test_each_command_is_one_file_with_the_two_functions(module: str) -> None:
    functions = {
        node.name
        for node in ast.parse(MODULES[module].read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert functions >= {"add_arguments", "main"}


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
    classes = [
        n.name
        for n in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(n, ast.ClassDef)
    ]
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
        encoding="utf-8",
    )
    if listing.returncode != 0 or not listing.stdout:
        pytest.skip("not a git checkout")
    top = {name.split("/")[0] for name in listing.stdout.splitlines()}
    plain = {name for name in top if not name.startswith(".")}
    files = {"pyproject.toml", "README.md", "LICENSE", "Makefile"}
    assert plain == files | {"manim_project", "assets", "renders", "tests"}


def test_each_dependency_is_declared_and_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = [re.findall(r"[\w-]+", re.split("[<>=]", line)[0]) for line in listed]
    declared = {name for group in names for name in group}  # with extras: manim[typst]
    sources = [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    own = {"manim_project", *(path.stem for path in (ROOT / "tests").iterdir())}
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
    assert used | {"ruff", "mypy", "pytest-xdist"} == declared  # those are run, not imported


def test_the_version_of_each_dependency_is_kept() -> None:
    text = (PACKAGE / "studio/constraints.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.!+]+", line) for line in lines)
    names = [re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower() for line in lines]
    assert names == sorted(set(names))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert {re.split(r"[\[<>=]", line)[0] for line in listed} <= {*names}


def names_imported(node: ast.AST) -> list[str]:
    """The modules that an absolute import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module]
    return []
