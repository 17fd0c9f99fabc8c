"""What is read in public data that is not in this repository, beside what other libraries read in it."""
