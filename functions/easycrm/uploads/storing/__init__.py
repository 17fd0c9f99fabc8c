"""How the leads of a slice come into the table, whatever other runs and other uploads have made of them."""
