"""The lead, its identity, merging, the DynamoDB table, the read model, querying."""
