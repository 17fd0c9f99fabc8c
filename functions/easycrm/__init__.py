"""EasyCRM: messy CSV and Excel files become clean leads, once each."""
