"""The same reports made by an existing Dask cluster.

Nothing is imported here: a scheduler needs `everywhere` only, and runs on this machine nothing.
"""
