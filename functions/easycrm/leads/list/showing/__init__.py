"""A lead as answers show it: in a list, and by itself."""
