"""Grade documents as plain JSON values, for tests that change or compare them field by field."""

from __future__ import annotations

import json
from typing import Any

from grader.grade.document import Grade


def as_dict(grade: Grade) -> dict[str, Any]:
    """Return the document as it stands in results/<student>.json."""
    whole: dict[str, Any] = json.loads(grade.to_json())
    return whole


def as_grade(document: dict[str, Any]) -> Grade:
    """Return the typed document, checked."""
    return Grade.model_validate(document)
