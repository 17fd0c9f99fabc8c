"""Layouts of the programs that people export contacts from, and invented rows in them of which the lead is known."""
