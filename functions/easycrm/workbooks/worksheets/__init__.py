"""A grid to tables of leads: where tables begin and end, their header rows, and what each row is."""
