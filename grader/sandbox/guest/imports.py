"""Import a student's modules from memory, inside the jail.

The files themselves stay outside: what does not exist for the guest cannot be a symlink, a poisoned
__pycache__ or a shadowed numpy.py. Modules the grader lends answer from its side; packages that draw, which
are not installed here, are stood in for by one that accepts everything.
"""

from __future__ import annotations

import linecache
import os
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any

from grader.sandbox.guest.plotting import PlottingLoader
from grader.sandbox.wire.stand_ins import STAND_INS

_IN_A_CIRCLE = "partially initialized module"  # what Python says of a file that waits for the one which asks for it


class StudentFinder(MetaPathFinder, Loader):
    """Finds the submission's own modules, the lent ones, and stand-ins for plotting libraries.

    Args:
        sources: module name -> the file's bytes.
        extras: further modules of the student's own, by dotted name; where the import of one fails, the module
            of the course that wanted it is to blame.
        lend: modules to answer for by calls to the grader, in place of the student's.
        call: calls one function of a lent module on the grader's side: call(module, name) -> callable.
        importing: is told before a module of the student's runs.
        replace: module name -> functions of it that the grader answers for where the student's other code calls them.
    """

    def __init__(
        self,
        sources: Mapping[str, bytes],
        extras: Mapping[str, bytes],
        lend: Sequence[str],
        call: Callable[[str, str], Any],
        importing: Callable[[str], None],
        replace: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.sources = {**extras, **sources}
        self._extras = frozenset(extras) - frozenset(sources)
        self._home = os.getcwd()
        self._packages = {folder for name in extras for folder in _folders_around(name)}
        self._elsewhere: dict[str, str] = {}  # modules that a script imports from a folder of its own
        self.files = {self._file(name) for name in self.sources}
        self.failed: str | None = None
        self.stubbed: set[str] = set()
        self._lend = frozenset(lend)
        self._call = call
        self._importing = importing
        self._replace = replace or {}
        self.replaced: dict[str, Any] = {}  # "module.name" -> the student's own, where a lent one stands in its place

    def own_files(self) -> dict[str, bytes]:
        """Return the hand-in's files by the path that their modules have."""
        return {self._file(name): source for name, source in self.sources.items()}

    def import_(self, name: str) -> types.ModuleType:
        """Import a module; where files import each other, begin with the one that can be begun with, if there is one.

        So no mark depends on which of them is asked for first: `pytest` at home does the same.
        """
        first: tuple[BaseException, str] | None = None
        ways = [name]
        for way in ways:  # which grows meanwhile
            try:
                __import__(way)
                return __import__(name)
            except (ImportError, AttributeError) as error:
                blamed = self.failed
                if first is None and (blamed is None or _IN_A_CIRCLE not in str(error)):
                    raise
                first = first or (error, blamed or name)
                if blamed is not None and blamed not in ways:
                    ways.append(blamed)
                    self.failed = None
        assert first is not None
        self.failed = first[1]
        raise first[0]

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        if name in self._lend:
            return ModuleSpec(name, _LentLoader(self._call))
        if name not in self.sources and (beside := self._on_the_path(name)):
            self.sources[name] = self.sources[beside]
            self._elsewhere[name] = self._file(beside)
            self._extras |= {name}
        if name in self.sources or name in self._packages:
            return ModuleSpec(name, self, origin=self._file(name), is_package=name in self._packages)
        package = name.partition(".")[0]
        known = sys.modules.get(package)
        is_real = known is not None and not isinstance(known.__loader__, PlottingLoader)  # the course provides it
        if package in STAND_INS and not is_real:
            self.stubbed.add(package)
            return ModuleSpec(name, PlottingLoader(), is_package=True)
        return None

    def find_distributions(self, context: Any = None) -> Sequence[Any]:
        """Tell importlib.metadata of a package that is imported: what was installed with it lies out of reach."""
        package = sys.modules.get(str(getattr(context, "name", None)))
        version = getattr(package, "__version__", None)
        return [_distribution(package.__name__, version)] if package and isinstance(version, str) else []

    def exec_module(self, module: types.ModuleType) -> None:
        name = module.__name__
        file = self._file(name)
        module.__file__ = file
        source = self.sources.get(name, b"")  # a folder without __init__.py is a package as well
        lines = source.decode("utf-8", "replace").splitlines(keepends=True)
        linecache.cache[file] = (len(source), None, lines, file)
        is_graded = name not in self._extras and name not in self._packages
        if is_graded:
            self._importing(name)
        try:
            exec(compile(source, file, "exec", dont_inherit=True), module.__dict__)
        except BaseException:
            if is_graded:
                self.failed = self.failed or name  # the innermost import is the one to blame
            raise
        for own in self._replace.get(name, ()):
            if callable(module.__dict__.get(own)):
                self.replaced[f"{name}.{own}"] = module.__dict__[own]
                module.__dict__[own] = self._call(name, own)

    def _on_the_path(self, name: str) -> str | None:
        """Return the module of the student's own that lies in a folder which a script has put on sys.path."""
        for folder in map(str, sys.path):
            inside = os.path.relpath(os.path.join(os.getcwd(), folder), self._home).split(os.sep)
            if inside[0] not in (os.curdir, os.pardir) and (dotted := ".".join([*inside, name])) in self._extras:
                return dotted
        return None

    def _file(self, name: str) -> str:
        if name in self._elsewhere:
            return self._elsewhere[name]
        path = os.path.join(self._home, *name.split("."))
        return os.path.join(path, "__init__.py") if name in self._packages else f"{path}.py"


def _folders_around(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:size]) for size in range(1, len(parts))]


def _distribution(name: str, version: str) -> Any:
    from importlib.metadata import Distribution  # costs what it costs to whoever asks for it

    class Imported(Distribution):
        def read_text(self, filename: str) -> str | None:
            return f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n" if filename == "METADATA" else None

        def locate_file(self, path: Any) -> Any:
            raise FileNotFoundError(path)

    return Imported()


class _LentLoader(Loader):
    def __init__(self, call: Callable[[str, str], Any]) -> None:
        self._call = call

    def exec_module(self, module: types.ModuleType) -> None:
        name = module.__name__

        def function_of_the_course(attribute: str) -> Any:
            if attribute.startswith("_"):
                raise AttributeError(f"module {name!r} has no attribute {attribute!r}")
            return self._call(name, attribute)

        module.__dict__["__getattr__"] = function_of_the_course
