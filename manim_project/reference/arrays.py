"""Names for the arrays of the reference model; docstrings and comments give their shapes."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
