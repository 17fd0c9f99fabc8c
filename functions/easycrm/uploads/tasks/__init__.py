"""One module for each state of the machine, with the state's name. None imports another."""
