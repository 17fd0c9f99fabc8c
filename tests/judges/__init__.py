"""Programs of others as judges of what is deployed: a second engine for the state machine, checkov, asl-validator."""
