"""Which leads a query finds, and in which order: by SQL and the trigram indexes, and by sets of leads."""
