"""A question in plain English to a small checked query, and the query's result to an answer."""
