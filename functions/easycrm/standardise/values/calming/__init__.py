"""Capitals as a letter would have them: a cell that shouts is calmed, and only the case of its letters changes."""
