"""Leads as items of the leads table: how they are laid out, and how many new ones are stored in a call."""
