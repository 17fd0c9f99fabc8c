"""One module for each thing that a person can do with an upload."""
