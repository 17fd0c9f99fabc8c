"""Bytes to worksheets to tables of text cells that know their address. Knows nothing of AWS."""
