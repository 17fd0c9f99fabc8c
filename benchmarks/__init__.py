"""Measurements: speed and cost as ratios against a rival, accuracy, and what each run of a function calls."""
