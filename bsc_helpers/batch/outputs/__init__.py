"""Where editions are published: a folder of this machine, or an object store."""
