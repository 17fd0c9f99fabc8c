"""Gold: invented data of which the right answer is known, and how often the rules find it, by kind."""

from benchmarks.gold.invented import people
from benchmarks.gold.spellings import full_names, headers, messy_rows, phone_numbers, print_accuracy

__all__ = ["full_names", "headers", "messy_rows", "people", "phone_numbers", "print_accuracy"]
