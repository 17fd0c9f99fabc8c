"""Columns of the leads: what any header of any list said, as one thing that has a name, a type and values."""
