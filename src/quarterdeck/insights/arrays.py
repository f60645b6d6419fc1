"""numpy, loaded when the first number is computed or the first fact is stored: it costs an idle server 11 MB."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]
else:

    class _Numpy:
        """Stands in for the module; importing it anew is a look-up, and safe from any thread."""

        def __getattr__(self, name: str) -> Any:
            return getattr(import_module("numpy"), name)

    np = _Numpy()
    Array = Any

__all__ = ["Array", "np"]
