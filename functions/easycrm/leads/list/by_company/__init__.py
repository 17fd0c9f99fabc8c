"""The leads as the companies that they are of."""
