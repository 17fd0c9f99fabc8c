"""What the tasks of an import hand on."""
