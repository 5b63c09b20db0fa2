# A copy of the kit's grader/handout/kit/syntax.py, written by `grader build`: a change made here is lost.
"""Say what stands in a line that is not Python yet, in the words of someone who has seen it a hundred times."""

from __future__ import annotations

import re

from .course import did_you_mean

_WORDS = ("return", "import", "from", "def", "for", "while", "if", "elif", "else", "class", "lambda", "raise", "not")
_LOOKS = (  # how the line looks, and what was meant; only for a line that Python has refused
    (r"=<", "smaller or equal is <= in Python"),
    (r"=>", "greater or equal is >= in Python"),
    (r"<>|=!", "not equal is != in Python"),
    (r"\+\+|--\s*(?:$|#|\))", "Python has no ++ and --: write i += 1"),
    (r"\belse\s+if\b", "else if is written elif in Python"),
    (r"&&", "&& is written `and` in Python"),
    (r"\|\|", "|| is written `or` in Python"),
    (r"(?<![\w=!<>'\"])!\s*[A-Za-z(]", "! is written `not` in Python"),
    (r"^\s*(?:function|func|fn)\s+\w+", "a function begins with def in Python"),
    (r"^\s*(?:var|let|const|int|float|double)\s+\w+\s*=", "a name needs no word before it: x = 1"),
    (r"\b\d+[A-Za-z_(]", "a * is missing: 2 * x, not 2x"),
    (r"\?.*:", "Python writes a if condition else b"),
    (r"[{;]\s*$", "Python needs no { or ; at the end: a colon, and spaces at the start of the next lines"),
    (r"^\s*}\s*$", "Python has no } at the end of a block: the spaces at the start of a line say where it ends"),
)
_SAID = (  # what Python says, and what a beginner can do about it
    (r"expected ':'", "put a : at the end of this line"),
    (r"expected an indented block", "the lines that belong to it begin four spaces further right"),
    (r"unindent does not match", "begin this line exactly as far left as a line above it"),
    (r"unexpected indent", "begin this line as far left as the one above"),
    (r"'return' outside function", "the spaces at its start put it outside of the function: begin it further right"),
    (r"was never closed", "count the brackets from here on: one is missing"),
    (r"unmatched|does not match opening", "one bracket is too many, or of another kind than the one that it closes"),
    (r"unterminated (?:triple-quoted )?(?:f-)?string", "the text has no quotation mark at its end"),
    (r"Maybe you meant '==' or ':='", "= gives a value, == compares"),
    (r"cannot assign to", "on the left of = stands the name that gets the value; to compare, it is =="),
    (r"invalid decimal literal|invalid imaginary literal", "a * is missing, or a name begins with a digit"),
    (r"positional argument follows keyword", "arguments with a name come last: f(x, lr=0.1)"),
    (r"forgot a comma", "a comma, a * or a bracket is missing"),
    (r"Missing parentheses in call to 'print'", "print needs brackets: print(x)"),
)


def cure(message: str, code: str, before: str = "") -> str:
    """Return what to do about a line that Python refuses, '' if nothing better than its message is known.

    Args:
        message: what Python said.
        code: the line.
        before: the line above it, at whose end the fault may be.
    """
    plain = re.sub(r"(['\"]).*?\1|#.*", lambda text: "''" if text[0][0] in "'\"" else "", code)
    is_vague = message.startswith(("invalid syntax", "expected ':'", "invalid decimal", "cannot assign", "expected"))
    if is_vague and "indent" not in message:
        for looks, meant in _LOOKS:
            if re.search(looks, plain):
                return meant
        for word in re.findall(r"^\s*([A-Za-z]+)\b(?!\s*[=(.\[])", plain):
            if word not in _WORDS and (near := did_you_mean(word, _WORDS, 0.7)):
                return near.removeprefix(": ")
    for said, meant in _SAID:
        if re.search(said, message):
            return meant
    if message.startswith("invalid syntax") and before.count("(") > before.count(")"):
        return "a bracket of the line above is not closed"
    return ""
