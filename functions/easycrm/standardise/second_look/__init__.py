"""The rows that rules leave unsettled, and what the assistant makes of them."""
