"""Makers of workbooks for tests: delimited, zipped and binary, sound and hostile."""
