"""A column to its meaning: by its header, by its values, and by both."""
