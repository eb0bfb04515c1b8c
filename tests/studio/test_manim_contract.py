"""Manim is still what we build on: every part of it that no documentation promises, by name.

An upgrade that changes one of them fails here with a list of what has changed and who uses it,
and not with a wrong picture. The table is in manim_contract.py.
"""

import ast
import hashlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import version
from numbers import Real
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import manim
import pytest
from manim import CairoRenderer
from support.manim_contract import PLACES, TABLE, Row

import manim_project
from manim_project.studio.drawing.manim_patches import patch_manim

ROOT = Path(manim_project.__file__).parents[1]
ADVICE = {
    "body": "see what the method does now, and whether our module still goes with it",
    "signature": "see how it is called now",
    "type": "see where it is now",
    "behaviour": "see the check of this name in manim_contract.py",
}


# What is there now


def resolve(path: str) -> Any:
    """The object of a dotted path, through modules and classes."""
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found: Any = import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for name in parts[end:]:
            found = getattr(found, name)
        return found
    raise ModuleNotFoundError(path)


@cache
def samples() -> dict[str, Any]:
    """An object of each class whose attributes are made only with the object."""
    settings = {"dry_run": True, "pixel_width": 32, "pixel_height": 18, "verbosity": "ERROR"}
    with manim.tempconfig(settings):
        renderer = CairoRenderer()
        scene = manim.Scene(renderer=renderer)
    renderer.camera.type_or_raise(shape := manim.Square())
    parts = (renderer, renderer.camera, renderer.file_writer, scene, shape, manim.config)
    return {kind.__name__: part for part in parts for kind in reversed(type(part).__mro__)}


def plain(node: Any) -> str:
    """A syntax tree without docstrings and types, the same in every version of Python."""
    if isinstance(node, list):
        return f"[{','.join(filter(None, map(plain, node)))}]"
    if not isinstance(node, ast.AST):
        return repr(node)
    if isinstance(node, ast.AnnAssign):
        if node.value is None:
            return ""
        node = ast.Assign(targets=[node.target], value=node.value)
    fields = dict(ast.iter_fields(node))
    for name in ("annotation", "returns", "type_params", "type_comment", "kind", "ctx"):
        fields.pop(name, None)
    if isinstance(node, ast.FunctionDef) and ast.get_docstring(node, clean=False) is not None:
        fields["body"] = node.body[1:]
    filled = (f"{name}={plain(value)}" for name, value in fields.items() if value not in (None, []))
    return f"{type(node).__name__}({','.join(filled)})"


def definitions(row: Row) -> list[ast.AST]:
    """The source of a method, of a property's functions, or of a compiled one's stub."""
    found = resolve(row.path)
    parts = [found.fget, found.fset] if isinstance(found, property) else [found]
    try:
        sources = [inspect.getsource(part) for part in parts if part]
    except TypeError:
        return list(stubs(row))
    return [ast.parse(textwrap.dedent(source)).body[0] for source in sources]


def stubs(row: Row) -> Iterator[ast.AST]:
    module, _, name = row.owner.rpartition(".")
    stub = Path(str(import_module(module).__file__)).with_name(f"{module.split('.')[-1]}.pyi")
    for kind in ast.parse(stub.read_text(encoding="utf-8")).body:
        if isinstance(kind, ast.ClassDef) and kind.name == name:
            yield from (part for part in kind.body if getattr(part, "name", "") == row.name)


def fingerprint(nodes: Iterable[ast.AST]) -> str:
    return hashlib.sha256("\n".join(map(plain, nodes)).encode()).hexdigest()[:8]


def signature(function: Any) -> str:
    """With defaults, without types."""
    whole = inspect.signature(function)
    bare = [part.replace(annotation=part.empty) for part in whole.parameters.values()]
    return str(whole.replace(parameters=bare, return_annotation=whole.empty))


def kind_of(row: Row) -> str:
    """Of an attribute: the class's own, or else that of an object of the class."""
    try:
        value = resolve(row.path)
    except AttributeError:
        value = getattr(samples()[row.owner.rpartition(".")[2]], row.name)
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    return "number" if is_number else type(value).__name__


def found(row: Row) -> str:
    """What a row says, as it is in what is installed."""
    try:
        if row.check:
            return str(row.check())
        if row.kind == "type":
            return kind_of(row)
        if row.kind == "signature":
            return signature(resolve(row.path))
        return fingerprint(definitions(row))
    except Exception as error:
        return f"missing ({type(error).__name__}: {error})"


def changes(rows: Iterable[Row]) -> list[str]:
    """A paragraph for each row that no longer holds."""
    told = []
    for row in rows:
        if (now := found(row)) != row.expected:
            users = ", ".join(PLACES[place] for place in row.users)
            told.append(
                f"{row.path}: the {row.kind} was {row.expected}, now {now}\n"
                f"    used by {users}: {row.why}\n"
                f"    {ADVICE[row.kind]}"
            )
    return told


def test_manim_is_what_we_build_on() -> None:
    told = changes(TABLE)
    head = f"Manim {version('manim')}, PyAV {version('av')}: {len(told)} of {len(TABLE)} differ"
    assert not told, "\n".join([head, *told])


# What we use, found in our source

# The objects of Manim that our modules hold, by the names that they have there.
HELD = {
    "camera": "Camera",
    "renderer": "CairoRenderer",
    "file_writer": "SceneFileWriter",
    "scene": "Scene",
    "_scene": "Scene",
    "stage": "Scene",
    "mobject": "VMobject",
    "config": "ManimConfig",
}
# What Manim's guide and reference show to those who write scenes.
DOCUMENTED = {
    "Scene": "add play wait render setup construct mobjects camera renderer time",
    "VMobject": "get_fill_color get_fill_opacity get_stroke_opacity get_stroke_width submobjects",
    "Mobject": "__init__",
}
MADE = {"animation_overrides", "_original__init__", "_abc_impl"}  # by Manim, in every class
PATHS = {path for row in TABLE for path in (row.path, row.owner)}
BY_NAME = ("getattr", "setattr", "delattr")
FREE = {f"{kind}.{name}" for kind, names in DOCUMENTED.items() for name in names.split()}


def listed(kind: type, name: str) -> bool:
    """Whether the table, or Manim's documentation, speaks of this part of a class."""
    known = {f"{row.owner.rpartition('.')[2]}.{row.name}" for row in TABLE} | FREE
    return any(f"{base.__name__}.{name}" in known for base in kind.__mro__)


def of_manim(kind: type) -> type | None:
    """The class of Manim's that a class is built on."""
    return next((base for base in kind.__mro__ if base.__module__.startswith("manim.")), None)


def overrides(classes: Iterable[type]) -> Iterator[str]:
    """What of Manim's classes ours replace or hide, and that is not listed."""
    for kind in classes:
        for name, value in vars(kind).items():
            made = name in MADE or (name.startswith("__") and not isinstance(value, FunctionType))
            bases = (base for base in kind.__mro__[1:] if name in vars(base))
            base = next((base for base in bases if base.__module__.startswith("manim.")), None)
            if base and not made and not listed(base, name):
                yield f"{base.__name__}.{name}, which {kind.__name__} overrides"


def imports(tree: ast.AST) -> Iterator[tuple[str, str, Any]]:
    """What a module imports of Manim: its name, its path, and itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (("manim", "manim", manim) for part in node.names if part.name == "manim")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "manim":
            for part in node.names:
                path = f"{node.module}.{part.name}"
                yield part.name, path, resolve(path)


def attributes(tree: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """All (object, name of its attribute), however it is asked for or set."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.value, node.attr
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in BY_NAME:
            yield node.args[0], str(getattr(node.args[1], "value", ""))


def deep(source: str) -> Iterator[str]:
    """What is imported from further inside than `manim`, and is not listed."""
    paths = (path for _, path, _ in imports(ast.parse(source)))
    return (path for path in paths if path.count(".") > 1 and path not in PATHS)


def uses(source: str, module: ModuleType | None = None) -> Iterator[str]:
    """The parts of Manim that a module uses, and that are not listed."""
    tree = ast.parse(source)
    names = {name: part for name, _, part in imports(tree)}
    selves = {
        id(node): of_manim(getattr(module, part.name))
        for part in (tree.body if module else ())
        if isinstance(part, ast.ClassDef)
        for node in ast.walk(part)
        if isinstance(node, ast.Name) and node.id == "self"
    }
    for value, name in attributes(tree):
        last = value.id if isinstance(value, ast.Name) else getattr(value, "attr", "")
        owner = selves.get(id(value)) or samples().get(HELD.get(last, "")) or names.get(last)
        if owner is manim:
            if f"manim.{name}" not in PATHS and name != "config":
                yield f"manim.{name}"
        elif owner is not None:
            kind = owner if isinstance(owner, type) else type(owner)
            there = hasattr(samples().get(kind.__name__, owner), name)
            if there and not hasattr(object, name) and not listed(kind, name):
                yield f"{kind.__name__}.{name}"


def private(source: str) -> Iterator[str]:
    """The names with an underscore that Manim's objects have, or nothing in our source makes."""
    known = {row.name for row in TABLE}
    for _, name in attributes(ast.parse(source)):
        theirs = name not in ours() or any(hasattr(part, name) for part in samples().values())
        if re.match("_[^_]", name) and name not in known and theirs:
            yield name


@cache
def modules() -> list[ModuleType]:
    """All of the project."""
    found = pkgutil.walk_packages(manim_project.__path__, "manim_project.")
    return [import_module(part.name) for part in found if not part.name.endswith("__main__")]


@cache
def ours() -> set[str]:
    """The names that our source gives to something, and those that Python gives."""
    names = {"_exit", "_asdict", "_replace", "_element"}  # the last by python-pptx; see test_deck
    for module in modules():
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.FunctionDef):
                names.add(node.name)
            elif isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.attr if isinstance(node, ast.Attribute) else node.id)
    return names


def unlisted(module: ModuleType) -> set[str]:
    """What a module uses beyond what is documented, and the table does not name."""
    source = inspect.getsource(module)
    classes = [part for part in vars(module).values() if isinstance(part, type)]
    own = [part for part in classes if part.__module__ == module.__name__]
    names = {*deep(source), *private(source), *overrides(own)}
    # Scenes and what they show are written with what Manim documents; all else is machinery.
    shown = module.__name__.startswith(("manim_project.mobjects", "manim_project.scenes"))
    return names if shown else names | set(uses(source, module))


def test_the_table_names_all_that_we_use() -> None:
    missing = [f"{part.__name__}: {name}" for part in modules() for name in sorted(unlisted(part))]
    head = "manim_contract.py has no row for what these modules use of Manim:"
    assert not missing, "\n".join([head, *missing])


def test_the_table_names_modules_that_are_there() -> None:
    texts = {}
    for place, path in PLACES.items():
        files = [ROOT / path] if path.endswith(".py") else sorted((ROOT / path).rglob("*.py"))
        texts[place] = "".join(file.read_text(encoding="utf-8") for file in files)
    assert {place for row in TABLE for place in row.users} == texts.keys()
    for row in TABLE:
        if row.kind == "type":
            assert any(row.name in texts[place] for place in row.users), row.path


def test_our_settings_are_settings_of_manim() -> None:
    """`tempconfig` drops an unknown one without a word."""
    known = dict(manim.config.items())
    for module in modules():
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Dict):
                keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
                if "pixel_width" in keys:
                    assert keys <= known.keys(), module.__name__


# The test, tested

CHANGED = {
    "CairoRenderer.freeze_current_frame": (
        "incremental_renderer.py: replaced: how many frames a wait has",
        lambda patch: patch.setattr(CairoRenderer, "freeze_current_frame", CairoRenderer.add_frame),
    ),
    "Camera.display_multiple_image_mobjects": (
        "incremental_renderer.py",
        lambda patch: patch.setattr(manim.Camera, "display_multiple_image_mobjects", print),
    ),
    "manim.utils.exceptions.EndSceneEarlyException": (
        "dry_run.py",
        lambda patch: patch.delattr("manim.utils.exceptions.EndSceneEarlyException"),
    ),
    "default_settings_are_in_default_cfg": (
        "manim_config.py",
        lambda patch: patch.setattr(manim, "__file__", "/nowhere/__init__.py"),
    ),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_change_is_told_with_its_user(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    user, change = CHANGED[name]
    change(monkeypatch)
    (told,) = changes(TABLE)
    assert name in told.splitlines()[0]
    assert user in told.splitlines()[1]


def test_what_we_patch_is_seen_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests in this process let Manim use our copy."""
    monkeypatch.setattr(manim.Mobject, "__deepcopy__", manim.Mobject.__deepcopy__)  # put back
    patch_manim()
    assert not changes(TABLE)


def test_only_what_runs_counts() -> None:
    def tree(source: str) -> str:
        return fingerprint(ast.parse(source).body)

    plainly = tree("def f(a, b=1):\n    return a + b")
    assert plainly == tree(
        "def f(a: int, b: int = 1) -> int:\n    'Add.'\n    x: int\n    return a + b  # so"
    )
    assert plainly != tree("def f(a, b=1):\n    return a - b")
    assert plainly != tree("def f(a, b=2):\n    return a + b")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("scene.renderer.camera.rgb_max_val = 1", "Camera.rgb_max_val"),
        ("stage.bring_to_front(words)", "Scene.bring_to_front"),
        ("from manim import Mobject\nMobject.shift = print", "Mobject.shift"),
        ("from manim import Mobject\nsetattr(Mobject, 'shift', print)", "Mobject.shift"),
        ("import manim\nmanim.console.quiet = True", "manim.console"),
    ],
)
def test_a_new_use_is_found(source: str, name: str) -> None:
    assert list(uses(source)) == [name]


def test_a_new_import_a_private_name_and_an_override_are_found() -> None:
    class Loud(manim.Scene):
        def tear_down(self) -> None: ...

    assert list(overrides([Loud])) == ["Scene.tear_down, which Loud overrides"]
    assert list(private("words._submobjects_of(1)")) == ["_submobjects_of"]
    path = "manim.scene.section.Section"
    assert list(deep(f"from {path[:-8]} import Section")) == [path]
