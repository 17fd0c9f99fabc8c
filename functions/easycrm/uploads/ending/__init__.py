"""How an upload ends: what became of all its rows, the proof of its cells, the row report."""
