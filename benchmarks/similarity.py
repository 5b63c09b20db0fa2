"""Could a tool tell copied hand-ins from honest ones? Measured on honest right answers, before anything is built on it.

Classes are put together from the course itself: each student writes an exercise in one of its right forms (the
solution and the styles of tests/alternatives) or makes one of the catalogued mistakes, under local names of their own.
How alike honest students are nobody knows beforehand, so there are several classes: from one in which every form is as
likely as any other to one in which most take the form that lesson and hints lead to, and one in which each section has
habits that its tutor taught. In each class some students are copies of another: all local names changed, functions in
another order, or only half of it copied. A threshold is set where one honest pair in 1,000 is accused in the first
class, and kept.

    pip install copydetect compare50
    python benchmarks/similarity.py              # about ten minutes; prints the tables of docs/similarity.md
"""

from __future__ import annotations

import argparse
import ast
import io
import itertools
import math
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from grader.course.loading import load_course
from grader.course.model import Course

_ROOT = Path(__file__).resolve().parents[1]
_STYLES = ("solution", "classes", "einsum", "loops", "oneliners", "other")
_UNKNOWN = "other"  # the style that is no known right form, where those are removed
_WORDS = (
    "a acc arr b batch c cols d data delta diff e err f g grad h i idx inner j k left loss m mask mean n new norm num "
    "out p prod q r res result right row rows s scaled score shifted step sums t temp tmp total u v val vals vec w y z"
).split()
_ONE_IN = 1000


@dataclass(frozen=True)
class Population:
    """How alike honest students are: who takes the leading form, what is leading, and whether sections have habits."""

    name: str
    alike: float
    leading: str = "solution"
    habit: float = 0.0


POPULATIONS = (
    Population("every form equally likely", 0.0),
    Population("half take the form of the lesson", 0.5),
    Population("four in five take the form of the lesson", 0.8),
    Population("nineteen in twenty take the form of the lesson", 0.95),
    Population("four in five take a form that we do not know", 0.8, _UNKNOWN),
    Population("sections of 20 with habits of their own", 0.3, habit=0.5),
)


@dataclass
class Student:
    """One hand-in: for each exercise begun the form or mistake in it, and its text by module."""

    choices: dict[str, str]
    text: dict[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        return "\n\n".join(self.text.values())

    @property
    def mistakes(self) -> set[tuple[str, str]]:
        return {(exercise, choice) for exercise, choice in self.choices.items() if choice not in _STYLES}


def main(arguments: list[str]) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--students", type=int, default=60, help="of a class")
    parser.add_argument("--classes", type=int, default=2, help="of each kind")
    asked = parser.parse_args(arguments)
    material = Material(load_course(_ROOT))
    show_forms(material)
    methods = methods_of(material)
    honest: dict[tuple[str, str], list[float]] = {}
    copied: dict[tuple[str, str, str], list[float]] = {}
    for population in POPULATIONS:
        for seed in range(asked.classes):
            students, pairs = classroom(material, population, asked.students, seed)
            for name, method in methods.items():
                scores = method(students)
                copies = {(one, other): kind for one, other, kind in pairs}
                for pair in itertools.combinations(range(len(students)), 2):
                    if pair in copies:
                        copied.setdefault((population.name, name, copies[pair]), []).append(scores[pair])
                    elif max(pair) < asked.students:
                        honest.setdefault((population.name, name), []).append(scores[pair])
            print(f"{population.name}, class {seed + 1} of {asked.classes}", file=sys.stderr)
    show(methods, honest, copied)
    return 0


def show(
    methods: Mapping[str, object],
    honest: Mapping[tuple[str, str], list[float]],
    copied: Mapping[tuple[str, str, str], list[float]],
) -> None:
    """Print alarms and catches of each method, by the threshold of the first class and by the strictest of all."""
    for name in methods:
        kept = threshold(honest[POPULATIONS[0].name, name])
        strict = max(threshold(honest[population.name, name]) for population in POPULATIONS)
        print(f"\n### {name}\n")
        print("| Class | honest pairs | accused of 1,000 | copies caught | halves caught | by the strictest limit |")
        print("| --- | --: | --: | --: | --: | --- |")
        for population in POPULATIONS:
            scores = honest[population.name, name]
            whole, half = (copied[population.name, name, kind] for kind in ("whole", "half"))
            print(
                f"| {population.name} | {len(scores):,} | {1000 * share(scores, kept):.1f} | {share(whole, kept):.0%} "
                f"| {share(half, kept):.0%} | {share(whole, strict):.0%}, {share(half, strict):.0%} |"
            )


def show_forms(material: Material) -> None:
    """Print how much room an exercise leaves: the length of its right forms, and how many of them are the same."""
    lengths, same, pairs = [], 0, 0
    for _, exercise in material.order:
        right = {style: form for style, form in material.forms[exercise].items() if style in _STYLES}
        forms = [ast.unparse(_nameless(form[-1])) for form in right.values()]
        lengths += [form.count("\n") for form in forms]
        pairs += len(forms) * (len(forms) - 1) // 2
        same += sum(one == other for one, other in itertools.combinations(forms, 2))
    print(f"{len(material.order)} exercises, {len(lengths)} right forms: half of them have at most", end=" ")
    print(f"{int(np.median(lengths))} lines below their head; of {pairs:,} pairs of forms of one exercise,", end=" ")
    print(f"written to be as different as they can be, {same} are the same but for names.")


def _nameless(node: ast.stmt) -> ast.stmt:
    """Return code in which every name that is stored is called after the order in which they come."""
    fresh = ast.parse(ast.unparse(node)).body[0]
    names: dict[str, str] = {}
    for inner in ast.walk(fresh):
        if isinstance(inner, ast.arg):
            inner.arg = names.setdefault(inner.arg, f"n{len(names)}")
    for inner in ast.walk(fresh):
        if isinstance(inner, ast.Name) and (isinstance(inner.ctx, ast.Store) or inner.id in names):
            inner.id = names.setdefault(inner.id, f"n{len(names)}")
    return fresh


def threshold(scores: Sequence[float]) -> float:
    """Return the score above which one honest pair in 1,000 lies, at most."""
    ordered = sorted(scores, reverse=True)
    return ordered[len(ordered) // _ONE_IN]


def share(scores: Sequence[float], limit: float) -> float:
    return sum(score > limit for score in scores) / len(scores)


class Material:
    """The course's right forms and mistakes, as code without docstrings and comments."""

    def __init__(self, course: Course) -> None:
        self.order = [(m.name, e.name) for m in course.modules for e in m.exercises]
        self.forms: dict[str, dict[str, list[ast.stmt]]] = {e: {} for _, e in self.order}
        self.wrong: dict[str, list[str]] = {e: [] for _, e in self.order}
        for module in {m for m, _ in self.order}:
            for style in _STYLES:
                folder = "solutions" if style == "solution" else f"tests/alternatives/{style}"
                for exercise, nodes in _parts(_ROOT / folder / f"{module}.py", self.forms).items():
                    self.forms[exercise][style] = nodes
            for name, nodes in _parts(_ROOT / "tests" / "mistakes" / f"{module}.py", None).items():
                exercise = name.partition("__")[0]
                if exercise in self.wrong and "__" in name:
                    self.wrong[exercise].append(name)
                    self.forms[exercise][name] = nodes

    def text(self, exercise: str, choice: str, chance: random.Random, renamed: float) -> list[str]:
        """Return the code of a choice under local names of a student's own."""
        texts = []
        for node in self.forms[exercise][choice]:
            fresh = ast.parse(ast.unparse(node)).body[0]
            if isinstance(fresh, ast.FunctionDef | ast.ClassDef) and fresh.name == choice:
                fresh.name = exercise
            texts.append(ast.unparse(_restyled(fresh, chance, renamed)))
        return texts


def _parts(path: Path, wanted: Mapping[str, object] | None) -> dict[str, list[ast.stmt]]:
    """Return each function or class of a file, with the helpers of that file that it uses before it."""
    body = ast.parse(path.read_text(encoding="utf-8")).body if path.is_file() else []
    tops: dict[str, ast.stmt] = {}
    for node in body:
        names = [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
        names += [t.id for t in node.targets if isinstance(t, ast.Name)] if isinstance(node, ast.Assign) else []
        tops |= {name: _bare(node) for name in names}
    found = {}
    for name, node in tops.items():
        if wanted is not None and name not in wanted:
            continue
        helpers, queue = {}, [node]
        while queue:
            for inner in ast.walk(queue.pop()):
                used = inner.id if isinstance(inner, ast.Name) else ""
                is_exercise = wanted is not None and used in wanted
                if used in tops and used != name and used not in helpers and not is_exercise:
                    helpers[used] = tops[used]
                    queue.append(tops[used])
        found[name] = [*helpers.values(), node]
    return found


def _bare(node: ast.stmt) -> ast.stmt:
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(inner) is not None:
            inner.body = inner.body[1:] or [ast.Pass()]
    return node


def _restyled(node: ast.stmt, chance: random.Random, renamed: float) -> ast.stmt:
    """Give local variables other names."""
    stored = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    arguments = {a.arg for a in ast.walk(node) if isinstance(a, ast.arg)}
    free = [word for word in _WORDS if word not in arguments]
    local = sorted(stored - arguments)
    new = dict(zip(local, chance.sample(free, min(len(local), len(free))), strict=False))
    new = {old: word for old, word in new.items() if chance.random() < renamed}
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            inner.id = new.get(inner.id, inner.id)
    return node


def classroom(
    material: Material, population: Population, students: int, seed: int
) -> tuple[list[Student], list[tuple[int, int, str]]]:
    """Return a class, its copies at the end, and which of them are copies of whom, and how much of them."""
    chance = random.Random(f"{population.name} {seed}")
    habits: dict[tuple[int, str], str] = {}
    made = []
    for place in range(students):
        choices = dict(_choices(material, population, place // 20, habits, chance))
        made.append(Student(choices, _texts(material, choices, chance, 0.6)))
    pairs = []
    for kind in ("whole", "half"):
        for original in chance.sample(range(students), students // 4):
            choices = dict(made[original].choices)
            if kind == "half":
                own = dict(_choices(material, population, -1, habits, chance))
                kept = chance.sample(sorted(choices), len(choices) // 2)
                choices = {e: choices[e] if e in kept else own.get(e, choices[e]) for e in choices}
            pairs.append((original, len(made), kind))
            made.append(Student(choices, _texts(material, choices, chance, 1.0, shuffled=True)))
    return made, pairs


def _choices(
    material: Material, population: Population, section: int, habits: dict[tuple[int, str], str], chance: random.Random
) -> Iterator[tuple[str, str]]:
    weak, reach = 0.35 * chance.random(), chance.uniform(0.3, 1.0)
    for _, exercise in material.order[: int(reach * len(material.order))]:
        wrong = material.wrong[exercise]
        rights = [style for style in _STYLES if style in material.forms[exercise]]
        is_wrong = bool(wrong) and chance.random() < weak
        choice = wrong[min(int(chance.expovariate(0.7)), len(wrong) - 1)] if is_wrong else chance.choice(rights)
        if not is_wrong and population.leading in rights and chance.random() < population.alike:
            choice = population.leading
        habit = habits.setdefault((section, exercise), choice) if section >= 0 else choice
        yield exercise, habit if chance.random() < population.habit else choice


def _texts(
    material: Material, choices: Mapping[str, str], chance: random.Random, renamed: float, *, shuffled: bool = False
) -> dict[str, str]:
    found: dict[str, dict[str, None]] = {}
    for module, exercise in material.order:
        if exercise in choices:
            for text in material.text(exercise, choices[exercise], chance, renamed):
                found.setdefault(module, {})[text] = None
    texts = {}
    for module, parts in found.items():
        order = list(parts)
        if shuffled:
            chance.shuffle(order)
        texts[module] = "import numpy as np\n\n" + "\n\n".join(order) + "\n"
    return texts


Scores = Mapping[tuple[int, int], float]
Method = Callable[[Sequence[Student]], Scores]


def methods_of(material: Material) -> dict[str, Method]:
    known = "\n\n".join(
        "\n\n".join(material.text(exercise, style, random.Random(0), 0.0))
        for _, exercise in material.order
        for style in _STYLES
        if style != _UNKNOWN and style in material.forms[exercise]
    )
    return {
        "copydetect, whole hand-ins": lambda students: _copydetect(students, ""),
        "copydetect, known right forms removed": lambda students: _copydetect(students, known),
        "compare50 (structure), known right forms removed": lambda students: _compare50(students, known),
        "shared wrong behaviour, the rarer the heavier": _behaviour,
    }


def _copydetect(students: Sequence[Student], known: str) -> Scores:
    """Return the larger part of one hand-in that is found in the other."""
    from copydetect import CodeFingerprint, compare_files

    def prints(text: str, boilerplate: Sequence[int] = ()) -> CodeFingerprint:
        return CodeFingerprint("x.py", 25, 1, boilerplate=boilerplate, fp=io.StringIO(text), language="python")

    removed: Any = np.array(sorted(prints(known).hashes)) if known else []
    found = [prints(student.whole, removed) for student in students]
    scores = {}
    for one, other in itertools.combinations(range(len(found)), 2):
        if len(found[one].hashes) and len(found[other].hashes):
            _, similar, _ = compare_files(found[one], found[other])
            scores[one, other] = float(max(similar))
        else:
            scores[one, other] = 0.0
    return scores


def _compare50(students: Sequence[Student], known: str) -> Scores:
    """Return what two hand-ins share, each fingerprint weighed as compare50 does, as a part of the smaller one."""
    from compare50 import File, Submission
    from compare50.comparators._winnowing import ScoreIndex
    from compare50.passes import structure

    def preprocess(tokens: Any) -> Any:
        for step in structure.preprocessors:
            tokens = step(tokens)
        return tokens

    with tempfile.TemporaryDirectory() as folder:

        def prints(name: str, text: str) -> set[int]:
            (Path(folder) / name).write_text(text, encoding="utf-8")
            place = Submission(Path(folder), [name], preprocessor=lambda tokens: list(preprocess(tokens)))
            index = ScoreIndex(structure.comparator.k, structure.comparator.t)
            index.include(File(name, place))
            return set(index.keys())

        removed = prints("known.py", known)
        found = [prints(f"s{place}.py", student.whole) - removed for place, student in enumerate(students)]
    often = Counter(hash_ for one in found for hash_ in one)

    def weight(hashes: set[int]) -> float:
        return sum(1 + math.log(len(found) / (1 + often[hash_])) for hash_ in hashes)

    sizes = [weight(one) for one in found]
    return {
        (one, other): weight(found[one] & found[other]) / max(1.0, min(sizes[one], sizes[other]))
        for one, other in itertools.combinations(range(len(found)), 2)
    }


def _behaviour(students: Sequence[Student]) -> Scores:
    """Return the surprise of the mistakes that two hand-ins share, in bits: the fewer make one, the more it weighs."""
    made = Counter(mistake for student in students for mistake in student.mistakes)
    tried = Counter(exercise for student in students for exercise in student.choices)
    bits = {mistake: -math.log2(count / tried[mistake[0]]) for mistake, count in made.items()}
    return {
        (one, other): sum(bits[mistake] for mistake in students[one].mistakes & students[other].mistakes)
        for one, other in itertools.combinations(range(len(students)), 2)
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
