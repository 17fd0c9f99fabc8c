"""Makers of documents: what docs/ says of the template and of the state machine."""
