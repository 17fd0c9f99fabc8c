"""Delimited text to a grid: encodings, dialects, records."""
