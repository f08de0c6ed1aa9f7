"""Preset → jobs → isolated executions → published editions with their manifest and entrance.

``planning.prepare`` checks everything that can be checked before the start and finds out what there
is to do, ``run.run`` makes and publishes the reports. Nothing is imported here: papermill and
nbformat take a second, which ``bsc check`` and ``bsc table`` do without.
"""
