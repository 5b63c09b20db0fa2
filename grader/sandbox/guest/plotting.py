"""Stand in for packages that draw or show something: whatever a script does with them succeeds and does nothing.

A permissive module, and not the real package drawing into nowhere: that would cost every guest half a second and
100 MB, would want to write its caches, and would make marks depend on what happens to be installed. What scripts
calculate with (axes in an array, the colours of a map, a cycle of colours) has the shape that the real one has.
"""

from __future__ import annotations

import builtins
import importlib
import opcode
import operator
import sys
import types
from collections.abc import Iterator
from importlib.abc import Loader
from typing import Any

import numpy as np

_UNPACK, _UNPACK_MORE, _EXTENDED = (opcode.opmap[name] for name in ("UNPACK_SEQUENCE", "UNPACK_EX", "EXTENDED_ARG"))
_COLOURS = [f"#{step:02x}{255 - step:02x}80" for step in range(0, 250, 25)]
_VERSION = "3.9.0"
_PIXELS = (640, 480)
_BYTES_OF_A_PIXEL = {"tostring_rgb": 3, "tostring_argb": 4}


class Anything:
    """An object with every attribute, item and method; calculating with it gives such an object again."""

    def __call__(self, *arguments: Any, **settings: Any) -> Any:
        if len(arguments) == 1 and not settings and isinstance(arguments[0], types.FunctionType | type):
            return arguments[0]  # a decorator
        return ANYTHING

    def __getattr__(self, name: str) -> Any:
        return _figures_subplots if name == "subplots" else attribute(name)

    def __setattr__(self, name: str, value: Any) -> None:
        """Keep nothing: one object is all of them."""

    def __delattr__(self, name: str) -> None:
        """There is nothing to delete."""

    def __getitem__(self, key: Any) -> Anything:
        return ANYTHING

    def __setitem__(self, key: Any, value: Any) -> None:
        """Keep nothing."""

    __delitem__ = __delattr__

    def __contains__(self, value: Any) -> bool:
        return False

    def __len__(self) -> int:
        return 1

    def __iter__(self) -> Iterator[Any]:
        """Give as many as the caller unpacks into, such as two in `line, fill = ...`; in a loop, one."""
        return iter([ANYTHING] * _wanted(sys._getframe(1)))

    def __next__(self) -> Anything:
        return ANYTHING

    def __reversed__(self) -> Iterator[Any]:
        return iter([ANYTHING])

    def __enter__(self) -> Anything:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __mro_entries__(self, bases: Any) -> tuple[type, ...]:
        return (_Base,)

    def __instancecheck__(self, value: Any) -> bool:
        return isinstance(value, Anything | _Base)

    def __subclasscheck__(self, value: Any) -> bool:
        return issubclass(value, Anything | _Base)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __lt__(self, other: Any) -> bool:
        return False

    __gt__ = __le__ = __ge__ = __lt__

    def __hash__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return True

    def __int__(self) -> int:
        return 1

    __index__ = __int__

    def __float__(self) -> float:
        return 1.0

    def __complex__(self) -> complex:
        return 1 + 0j

    def __str__(self) -> str:
        return ""

    def __repr__(self) -> str:
        return "<nothing is drawn here>"

    def __format__(self, form: str) -> str:
        return ""

    def __fspath__(self) -> str:
        return "nowhere"

    def __reduce__(self) -> str:
        return "ANYTHING"

    def __copy__(self) -> Anything:
        return self

    def __deepcopy__(self, memo: Any) -> Anything:
        return self

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        return np.zeros((), dtype)

    def __array_ufunc__(self, *arguments: Any, **settings: Any) -> Any:
        return ANYTHING

    def __array_function__(self, *arguments: Any, **settings: Any) -> Any:
        return ANYTHING


def _calculates(self: Anything, *others: Any) -> Anything:
    return ANYTHING


for _name in "add sub mul truediv floordiv mod divmod pow matmul and or xor lshift rshift".split():
    setattr(Anything, f"__{_name}__", _calculates)
    setattr(Anything, f"__r{_name}__", _calculates)
for _name in "neg pos abs invert round trunc floor ceil".split():
    setattr(Anything, f"__{_name}__", _calculates)

ANYTHING = Anything()


class _Base:
    """What a class of the student's own inherits from where it names a class of such a package."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        """Take whatever the real one takes."""

    def __init_subclass__(cls, **settings: Any) -> None:
        super().__init_subclass__()

    def __getattr__(self, name: str) -> Any:
        return attribute(name)


class Colours(Anything):
    """A colour map: of numbers in an array it makes an array of (..., 4), of one number a tuple of 4."""

    N = 256

    def __call__(self, value: Any = 0.0, *_: Any, **__: Any) -> Any:
        if isinstance(value, Anything | str):
            return self
        try:
            levels = np.clip(np.asarray(value, dtype=float), 0.0, 1.0)
        except (TypeError, ValueError):
            return self
        colours = np.stack([levels, levels, levels, np.ones_like(levels)], axis=-1)
        return colours if colours.ndim > 1 else tuple(colours.tolist())

    def __getattr__(self, name: str) -> Any:
        return _COLOURS if name == "colors" else attribute(name)


class ColourMaps(Anything):
    """matplotlib.cm, and matplotlib.colormaps: attributes and items are colour maps."""

    def __call__(self, *_: Any, **__: Any) -> list[str]:
        return ["viridis", "gray"]

    def __getattr__(self, name: str) -> Any:
        return attribute(name) if name[:1] == "_" or name == "ScalarMappable" or name in _GIVEN else Colours()

    def __getitem__(self, key: Any) -> Any:
        return Colours()

    def __contains__(self, value: Any) -> bool:
        return True


class Settings(dict[str, Any]):
    """rcParams: keeps what is set; what was not set is anything."""

    def __missing__(self, key: str) -> Any:
        return _Cycle() if key == "axes.prop_cycle" else ANYTHING

    def __getattr__(self, name: str) -> Any:
        return attribute(name)

    def copy(self) -> Settings:
        return Settings(self)


class _Cycle(Anything):
    """The cycle of colours that lines get."""

    def by_key(self) -> dict[str, list[str]]:
        return {"color": _COLOURS}

    def __len__(self) -> int:
        return len(_COLOURS)

    def __iter__(self) -> Iterator[Any]:
        return iter([{"color": colour} for colour in _COLOURS])

    def __call__(self, *_: Any, **__: Any) -> Any:
        return iter([])


class Progress:
    """tqdm: goes through what it was given."""

    def __init__(self, iterable: Any = (), *_: Any, **__: Any) -> None:
        self.iterable = iterable
        self.n = 0

    def __iter__(self) -> Iterator[Any]:
        return iter(self.iterable)

    def __len__(self) -> int:
        return len(self.iterable)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        return attribute(name)

    @staticmethod
    def write(*_: Any, **__: Any) -> None:
        """Print nothing above a bar that is not there."""

    pandas = write


def subplots(nrows: Any = 1, ncols: Any = 1, *_: Any, squeeze: bool = True, **__: Any) -> tuple[Any, Any]:
    """Return a figure, and the axes in an array as the real one arranges them."""
    return ANYTHING, _axes(nrows, ncols, squeeze)


def _axes(nrows: Any, ncols: Any, squeeze: bool) -> Any:
    axes = np.empty((operator.index(nrows), operator.index(ncols)), dtype=object)
    for place in np.ndindex(axes.shape):
        axes[place] = ANYTHING
    if not squeeze:
        return axes
    return axes.item() if axes.size == 1 else axes.squeeze()


def _figures_subplots(nrows: Any = 1, ncols: Any = 1, *_: Any, squeeze: bool = True, **__: Any) -> Any:
    return _axes(nrows, ncols, squeeze)


def _palette(palette: Any = None, n_colors: Any = 10, *_: Any, **__: Any) -> list[tuple[float, float, float]]:
    size = n_colors if isinstance(n_colors, int) else 10
    return [(step / max(size, 1), 0.5, 0.5) for step in range(size)]


class _Warning(UserWarning):
    """What a script may catch or filter by its name."""


_GIVEN: dict[str, Any] = {
    "np": np,
    "numpy": np,
    "subplots": subplots,
    "rcParams": Settings(),
    "rcParamsDefault": Settings(),
    "cm": ColourMaps(),
    "colormaps": ColourMaps(),
    **dict.fromkeys(("get_cmap", "cmap", "ListedColormap", "LinearSegmentedColormap", "from_list"), Colours()),
    "color_palette": _palette,
    "to_rgb": lambda *_: (0.5, 0.5, 0.5),
    "to_rgba": lambda colour, *_: Colours()(colour) if isinstance(colour, np.ndarray) else (0.5, 0.5, 0.5, 1.0),
    "to_hex": lambda *_, **__: _COLOURS[0],
    "get_width_height": lambda *_, **__: _PIXELS,
    "buffer_rgba": lambda *_: np.zeros((_PIXELS[1], _PIXELS[0], 4), np.uint8),
    **{name: lambda *_, size=size: bytes(size * _PIXELS[0] * _PIXELS[1]) for name, size in _BYTES_OF_A_PIXEL.items()},
    "get_fignums": lambda: [],
    "fignum_exists": lambda *_: False,
    "tqdm": Progress,
    "trange": lambda *sizes, **_: Progress(range(*sizes)),
    "tqdm_notebook": Progress,
    "__version__": _VERSION,
    "__version_info__": (3, 9, 0),
}
_NUMPYS = [name for name in getattr(np, "__all__", dir(np)) if name[:1] != "_" and name not in dir(builtins)]
_PYPLOTS = """
    plot scatter bar barh hist hist2d pie boxplot violinplot errorbar fill fill_between fill_betweenx step stem
    contour contourf clabel imshow matshow pcolor pcolormesh quiver streamplot hexbin spy loglog semilogx semilogy
    figure figtext subplot subplots subplot2grid subplot_mosaic subplots_adjust tight_layout gcf gca gci sca cla clf
    close stackplot axes axis axhline axvline axhspan axvspan hlines vlines axline text annotate arrow table legend
    title suptitle
    xlabel ylabel xlim ylim xticks yticks xscale yscale grid margins minorticks_on twinx twiny colorbar clim cm get_cmap
    set_cmap savefig show draw pause ion ioff isinteractive imread imsave rc rcParams rcdefaults rc_context style xkcd
    switch_backend connect ginput waitforbuttonpress get_fignums fignum_exists setp getp locator_params tick_params
    Figure Axes Line2D Rectangle Circle Polygon Normalize np
""".split()
_PUBLIC = {
    "matplotlib.pyplot": _PYPLOTS,
    "pylab": [*_PYPLOTS, *_NUMPYS],
    "matplotlib.pylab": [*_PYPLOTS, *_NUMPYS],
    "IPython.display": "display HTML Image Markdown Math Latex SVG clear_output Audio Video IFrame".split(),
    "tqdm": ["tqdm", "trange"],
}


def attribute(name: str) -> Any:
    """Return what such a package has under this name, whichever part of it was asked."""
    if name in _GIVEN:
        return _GIVEN[name]
    if name.startswith("__"):
        raise AttributeError(name)  # Python and numpy probe for these
    return _Warning if name.endswith(("Warning", "Error")) else ANYTHING


class PlottingLoader(Loader):
    """Loads any module of such a package."""

    def exec_module(self, module: types.ModuleType) -> None:
        name = module.__name__
        numpys = set(_NUMPYS) if name.endswith("pylab") else set()

        def look_up(wanted: str) -> Any:
            if wanted == "__all__" and name in _PUBLIC:
                return _PUBLIC[name]
            if wanted in numpys and wanted not in _PYPLOTS:
                return getattr(np, wanted)
            if f"{name}.{wanted}" in _PUBLIC:
                return importlib.import_module(f"{name}.{wanted}")
            if name.endswith((".cm", ".colormaps")) and wanted[:1] != "_":
                return getattr(_GIVEN["cm"], wanted)
            return attribute(wanted)

        module.__dict__["__getattr__"] = look_up


def _wanted(frame: types.FrameType) -> int:
    """Return how many values the code of this frame is about to unpack, else 1."""
    code, at = frame.f_code.co_code, frame.f_lasti
    argument = code[at + 1]
    if at >= 2 and code[at - 2] == _EXTENDED:
        argument |= code[at - 1] << 8
    if code[at] == _UNPACK:
        return argument
    return (argument & 0xFF) + (argument >> 8) if code[at] == _UNPACK_MORE else 1
