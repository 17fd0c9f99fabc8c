"""Table rows to leads: columns, names, emails, phones. Knows nothing of AWS."""
