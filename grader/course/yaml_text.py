"""Read YAML as authors mean it: each key once, `no` is a text, and what is wrong said in words, with its line."""

from __future__ import annotations

import re
from collections.abc import Hashable
from datetime import date
from typing import Any, ClassVar

import yaml
from yaml.constructor import SafeConstructor

from grader.course.complaints import KeyPath, short
from grader.text import clean


class NoYaml(ValueError):
    """The text cannot be read; the message says where and why."""


def loaded(text: str) -> Any:
    """Return what a text says.

    Raises:
        NoYaml: nothing that can be understood.
    """
    try:
        return _loaded(text)
    except yaml.YAMLError as error:
        raise NoYaml(_one_line(error, text)) from error
    except (ValueError, RecursionError) as error:  # a number that is none, or brackets in brackets in brackets
        raise NoYaml(f"expected YAML, got what it cannot read: {clean(str(error), 200)}") from error


def line_of(place: KeyPath, text: str) -> int:
    """Return in which line stands what some keys lead to, or as much of it as is there."""
    node, line = yaml.compose(text, Loader=_Loader), 1
    for step in place:
        inside = getattr(node, "value", None) or []
        if isinstance(node, yaml.MappingNode):
            found = next((pair for pair in inside if pair[0].value == str(step)), None)
            found = found or next((pair for pair in inside if pair[0].tag.endswith(":merge")), None)
            if found is None:
                break
            node, line = found[1], found[0].start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(inside):
            node, line = inside[step], inside[step].start_mark.line + 1
        else:
            break
    return line


def _loaded(text: str) -> Any:
    try:
        return yaml.load(text, Loader=_FastLoader)
    except yaml.YAMLError:
        return yaml.load(text, Loader=_Loader)  # it says best what is wrong


_PLAIN = {  # as YAML 1.2 reads them: in 1.1 `no` is false, 1:30 is ninety, 010 is eight and 1e3 a text
    "bool": ("true|True|TRUE|false|False|FALSE", "tTfF"),
    "int": (r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    "float": (
        r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        "-+.0123456789",
    ),
}


class _UniqueKeys(SafeConstructor):
    """A key that stands twice would silently lose its first value."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {
        first: [rule for rule in rules if rule[0].rpartition(":")[2] not in _PLAIN]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                continue
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, Hashable):  # the base class refuses the others
                if key in seen:
                    problem = f"expected each key once, got {key!r} twice"
                    raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
                seen.add(key)
        return super().construct_mapping(node, deep)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, TypeError, LookupError, AttributeError) as error:  # as PyYAML meets !!bool x or !!float ''
            kind = str(node.tag).rpartition(":")[2]
            problem = f"expected {kind}, as its tag says, got {short(node.value)}"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark) from error

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> date:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError as error:
            problem = f"expected a day and time that exist, got {node.value}: {error}"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark) from error


for _kind, (_pattern, _firsts) in _PLAIN.items():
    for _first in _firsts:
        _rule = (f"tag:yaml.org,2002:{_kind}", re.compile(f"(?:{_pattern})$"))
        _UniqueKeys.yaml_implicit_resolvers.setdefault(_first, []).append(_rule)
_UniqueKeys.add_constructor(  # type: ignore[type-var]  # the stubs know whole loaders alone
    "tag:yaml.org,2002:timestamp", _UniqueKeys.construct_yaml_timestamp
)


class _Loader(_UniqueKeys, yaml.SafeLoader):
    pass


class _FastLoader(_UniqueKeys, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # if libyaml is there
    pass


def _one_line(error: yaml.YAMLError, text: str) -> str:
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return f"line {line}: expected text, got the control character {chr(error.character)!r}"
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    problem = (getattr(error, "problem", None) or str(error)).replace("\n", " ")
    words = next((ours for theirs, ours in _IN_WORDS.items() if theirs in problem), "")
    return where + (words.format(problem) if words else problem)


_IN_WORDS = {  # what PyYAML says, and what an author understands; {} stands for its own words
    "'\\t' that cannot start": "expected spaces in front of a line, got a tab: indent with spaces",
    "mapping values are not allowed": (
        "expected one key and its value on a line, got a second colon: put a text with a colon into quotation marks, "
        "and look whether the line is indented like those around it"
    ),
    "expected <block end>": (
        "expected a line that is indented like those around it, got another ({}): are there spaces too many or too "
        "few, or is a quotation mark left open above?"
    ),
    "expected ',' or": "{}: is a bracket left open, here or in a line above?",
    "unexpected end of stream": "expected a quotation mark or bracket to be closed, got the end of the file",
    "could not find expected ':'": "expected a colon after a key, got none: write `key: value` with a space",
    "found undefined alias": "{}: put a text with a * in front into quotation marks",
    "found another document": "expected one course, got a second one below `---`: take that line out",
    "<document start>": "expected the end of the file below `...`, got more: take that line out",
    "could not determine a constructor": "{}: put a text with a ! in front into quotation marks",
    "sequence entries are not allowed": "{}: put a text that begins with - into quotation marks",
    "alphabetic or numeric character": (
        "{}: begin an entry of a list with -, and put a text with a * or & in front into quotation marks"
    ),
    "unhashable key": "expected a key that is text, got a list: put a text with brackets into quotation marks",
    "expected the node content": "expected a key or a value, got none: {}",
    "that cannot start any token": "{}: put a text that begins so into quotation marks",
}
