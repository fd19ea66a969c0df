"""One question per module: gather, decide, return."""
