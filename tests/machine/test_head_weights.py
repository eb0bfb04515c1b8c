"""What a scene is told of a head's weights is what stands in its matrices."""

import numpy as np

from manim_project.reference.machine import Machine


def test_the_named_entries_are_all_that_are_not_zero(machine: Machine) -> None:
    for name in (name for layer in machine.heads for name in layer):
        head = machine.head(name)
        for matrix, rows in [(head.W_Q, head.query_rows), (head.W_K, head.key_rows)]:
            assert matrix.shape == (2, len(machine.coordinates))
            for weights, named in zip(matrix, rows, strict=True):
                found = {machine.coordinates[at]: weights[at] for at in np.flatnonzero(weights)}
                assert dict(named) == found
        assert head.query_nonzero == np.count_nonzero(head.W_Q)
        assert head.key_nonzero == np.count_nonzero(head.W_K)


def test_the_address_rows_of_the_film_are_dark_but_for_a_few_cells(machine: Machine) -> None:
    head = machine.head("read.top")
    assert head.W_Q.shape[1] == 129
    assert (head.query_nonzero, head.key_nonzero) == (2, 3)
