"""Kernels that start in hundredths of a second: forked from a process that has everything imported.

``provisioner`` is what Jupyter sees, on the worker's side. It orders kernels from a ``zygote``, a
process with one thread that imports once and is forked for each kernel. Between the two stands a
``guardian`` for each kernel, which passes signals on and leaves nothing of it behind. Linux only;
elsewhere, and whenever a fork cannot give the same, the kernel is an ordinary one.

Nothing is imported here: the zygote must not have more in it than it says.
"""
