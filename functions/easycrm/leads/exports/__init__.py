"""Leads as files for other programs, which read back exactly."""
