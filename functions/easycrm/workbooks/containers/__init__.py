"""Containers (xlsx, xlsm, xlsb, xls, ods) to grids: a process that unpacks, and a look beside it for each format."""
