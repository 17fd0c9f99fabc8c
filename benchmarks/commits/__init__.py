"""Another commit and this one, side by side: what becomes of the same files, and how fast and how accurate each is."""
