"""Numbers that know where they come from.

`REFERENCE.textbook.block().scores[1, 0]` is a `Quantity`: it holds the value and the way to it
from the root of the reference model, as recorded steps (attribute, index, call). So a scene never
types a number's name, and the audit can walk the same way again on a model built afresh.

A quantity cannot be calculated with: arithmetic belongs into the reference model.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """One step of the way to a quantity: `kind` is 'attribute', 'index' or 'call'."""

    kind: str
    what: Any  # the attribute's name, the index, or (args, kwargs)

    def take(self, thing: Any) -> Any:
        """What this step leads to from `thing`."""
        if self.kind == "attribute":
            return getattr(thing, self.what)
        if self.kind == "index":
            return thing[self.what]
        args, kwargs = self.what
        return thing(*args, **kwargs)

    def __str__(self) -> str:
        if self.kind == "attribute":
            return f".{self.what}"
        if self.kind == "index":
            index = self.what if isinstance(self.what, tuple) else (self.what,)
            return f"[{', '.join(map(_index_text, index))}]"
        args, kwargs = self.what
        return f"({', '.join([*map(repr, args), *(f'{k}={v!r}' for k, v in kwargs.items())])})"


def _index_text(index: Any) -> str:
    if not isinstance(index, slice):
        return repr(index)
    ends = ["" if end is None else str(end) for end in (index.start, index.stop)]
    return ":".join(ends if index.step is None else [*ends, str(index.step)])


class Quantity:
    """A value of the reference model, with the way to it. Use `value_of` and `name_of`."""

    __slots__ = ("_steps", "_value")

    def __init__(self, value: Any, steps: tuple[Step, ...] = ()) -> None:
        self._value = value
        self._steps = steps

    def _after(self, kind: str, what: Any) -> "Quantity":
        step = Step(kind, what)
        return Quantity(step.take(self._value), (*self._steps, step))

    def __getattr__(self, name: str) -> "Quantity":
        if name.startswith("_"):
            raise AttributeError(name)
        return self._after("attribute", name)

    def __getitem__(self, index: Any) -> "Quantity":
        bare = tuple(map(value_of, index)) if isinstance(index, tuple) else value_of(index)
        return self._after("index", bare)

    def __call__(self, *args: Any, **kwargs: Any) -> "Quantity":
        bare = {name: value_of(value) for name, value in kwargs.items()}
        return self._after("call", (tuple(map(value_of, args)), bare))

    def __iter__(self) -> Iterator["Quantity"]:
        return (self[i] for i in range(len(self)))

    def __len__(self) -> int:
        return len(self._value)

    def __int__(self) -> int:
        return int(self._value)

    def __index__(self) -> int:
        return self._value.__index__()

    def __float__(self) -> float:
        return float(self._value)

    def __repr__(self) -> str:
        return f"<{name_of(self)} = {self._value!r}>"

    # Mobjects are copied by Manim all the time; a quantity is immutable and stays one.
    def __copy__(self) -> "Quantity":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Quantity":
        return self


def value_of(thing: Any) -> Any:
    """The bare value of a quantity; anything else is returned as it is."""
    return thing._value if isinstance(thing, Quantity) else thing


def name_of(quantity: Quantity) -> str:
    """The way to a quantity from the root, such as `textbook.block().scores[1, 0]`."""
    return "".join(map(str, quantity._steps)).lstrip(".")


def again(quantity: Quantity, root: Any) -> Any:
    """The bare value found by the same steps from another `root` (a model built afresh)."""
    thing = root
    for step in quantity._steps:
        thing = step.take(thing)
    return thing
