"""The list of leads: the read model, how it grows, and how it is queried."""
