"""What is made of data that others have written and labelled, which is not part of this repository."""
