"""What a team keeps beside its leads: decisions on columns, views, and with which view somebody starts."""
