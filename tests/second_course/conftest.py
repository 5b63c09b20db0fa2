"""The suites of the course in this folder belong to it, not to the kit's own tests."""

collect_ignore = ["course"]
