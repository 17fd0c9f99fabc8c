"""The files of the read model: what they have of a lead, how a new base is made, and how it is packed."""
