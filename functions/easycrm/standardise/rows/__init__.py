"""A row to the values of a lead, and the ledger of its cells."""
