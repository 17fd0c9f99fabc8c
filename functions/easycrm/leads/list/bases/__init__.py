"""Bases of the read model: how their files are made, and packed."""
