"""Two questions about a student's own function, made of what its runs have shown."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_ENOUGH, _MOST_OPTIONS = 3, 4
_ALL_RIGHT = "nothing is wrong: every example stays right"
_TELLS_ALL = ("NameError", "UnboundLocalError")  # what names the missing line is no question


@dataclass(frozen=True)
class Question:
    """`options`: as they are shown; `right`: the place of the true one; `see`: how to see that it is."""

    text: str
    options: tuple[str, ...]
    right: int
    see: str


def questions_about(name: str, file: str, facts: dict[str, Any], draw: random.Random) -> list[Question]:
    """Return two questions; fewer where the runs give no more."""
    of_result = [q for q in [_about_result(name, file, facts, draw)] if q]
    of_lines = _about_lines(name, file, facts, draw)
    return [*of_result, *of_lines][:2]


def _about_result(name: str, file: str, facts: dict[str, Any], draw: random.Random) -> Question | None:
    """Ask for the result of a call that is in no example."""
    sample = facts.get("sample")
    if not sample:
        return None
    right = sample["gives"]
    is_form = "shape" in right
    kind = "What shape has the result of" if is_form else "What is the result of"
    others = [*(v["gives"] for v in facts["variants"]), sample["example"]]
    wrong = [o for o in others if o and o != right and ("shape" in o) == is_form]
    wrong += _other_forms(right) if is_form else _other_values(right)
    see = f"call it with such an input, at the end of {file}, and print " + (
        "the result's shape" if is_form else "the result"
    )
    if re.match(r"[(\[{]", right) and is_form:
        kind = "What shapes have the parts of the result of"
        see = see.replace("the result's shape", "the shape of each part")
    return _question(f"{kind} {sample['call']}?", right, wrong, see, draw)


def _other_forms(form: str) -> list[str]:
    """Return what one could take the shapes for."""

    def each(change: Any) -> str:
        return re.sub(
            r"\(\d+,[\d, ]*\)", lambda found: str(change(tuple(map(int, re.findall(r"\d+", found[0]))))), form
        )

    found = [each(lambda s: s[::-1]), each(lambda s: s[:1]), each(lambda s: (*s, 1)), each(lambda s: (1, *s[1:]))]
    found.append(each(lambda s: s[-1:]))
    if form.startswith("("):  # the parts in another order
        parts = _parts_of(form[1:-1])
        found.append(f"({', '.join([*parts[1:], *parts[:1]])})")
    elif form.startswith("shape"):
        found.append("one number")
    return [other for other in found if other != form]


def _parts_of(text: str) -> list[str]:
    """Return what stands between the commas that are in no brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def _other_values(value: str) -> list[str]:
    try:
        number = float(value)
    except ValueError:
        return [*_other_sequences(value), {"True": "False", "False": "True"}.get(value, ""), "None"]
    whole = "." not in value and "e" not in value
    found = [number + 1, number * 2, -number, number / 2, number - 1]
    return [f"{v:.6g}" for v in found if not (whole and v % 1)]


def _other_sequences(value: str) -> list[str]:
    try:
        made = ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return []
    if not isinstance(made, list | tuple | str) or not made:
        return []
    return [repr(other) for other in (made[::-1], made[:-1], made[1:], made * 2)]


def _about_lines(name: str, file: str, facts: dict[str, Any], draw: random.Random) -> list[Question]:
    """Ask what a change of one line does: which example notices it, or what is said."""
    variants = [v for v in facts["variants"] if len(v["said"]) == len(facts["sentences"])]
    notable = [v for v in variants if any(v["said"]) and not any(word in "".join(v["said"]) for word in _TELLS_ALL)]
    made: list[tuple[int, Question]] = []
    for variant in notable:
        question = _which_example(variant, facts["sentences"], file, draw)
        question = question or _what_is_said(variant, variants, name, file, draw)
        if question:
            made.append((variant["line"], question))
    draw.shuffle(made)
    made.sort(key=lambda pair: len(pair[1].options) < _ENOUGH)
    first = made[:1]
    return [q for _, q in [*first, *(m for m in made[1:] if m[0] != first[0][0])]]  # not two about one line


def _which_example(variant: dict[str, Any], sentences: list[str], file: str, draw: random.Random) -> Question | None:
    fails = {s for s, said in zip(sentences, variant["said"], strict=True) if said}
    holds = [s for s in dict.fromkeys(sentences) if s not in fails]
    if len(holds) < 2:
        return None
    right = draw.choice(sorted(fails))
    return _question(
        f"{_told(variant, file)}, which example is no longer right?", right, holds, _how(variant, file), draw
    )


def _what_is_said(
    variant: dict[str, Any], variants: list[dict[str, Any]], name: str, file: str, draw: random.Random
) -> Question | None:
    right = _first(variant)
    wrong = [said for v in variants if not any(word in (said := _first(v)) for word in _TELLS_ALL)]
    if "your code raised" in right:
        wrong = [said for said in wrong if "your code raised" not in said]
    text = f"{_told(variant, file)}, what does `pytest -k {name}` say first?"
    return _question(text, right, [*wrong, _ALL_RIGHT], _how(variant, file), draw)


def _first(variant: dict[str, Any]) -> str:
    """Return the first thing that is said of a variant, without the input and the counts."""
    said: str = next((said for said in variant["said"] if said), _ALL_RIGHT)
    return re.split(r" \(for |; \d+ of \d+ values", said)[0]


def _told(variant: dict[str, Any], file: str) -> str:
    old, new = (variant[key].partition("  # ")[0] for key in ("old", "new"))
    where = f"line {variant['line']} of {file}, `{old}`,"
    return f"If {where} becomes `{new}`" if new else f"If {where} is taken out"


def _how(variant: dict[str, Any], file: str) -> str:
    change = "change" if variant["new"] else "put a # before"
    return f"{change} line {variant['line']} of {file}, run it, and change it back"


def _question(text: str, right: str, wrong: Iterable[str], see: str, draw: random.Random) -> Question | None:
    """Return the question with at most four options in a drawn order, None where there is nothing to choose from."""
    others = [other for other in dict.fromkeys(wrong) if other and other != right]
    keep = draw.sample(others, min(len(others), _MOST_OPTIONS - 1))
    options = [right, *keep]
    if len(options) < 2:
        return None
    draw.shuffle(options)
    return Question(text, tuple(options), options.index(right), see)
