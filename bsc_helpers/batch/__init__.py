"""Preset → jobs → isolated executions → published editions with their manifest and entrance.

``plan.prepare`` checks everything that can be checked before the start, ``run.run`` makes the
reports. Nothing is imported here: papermill and nbformat take a second, which ``bsc check`` and
``bsc table`` do without.
"""
