"""One cell to one value: names, phones, emails, countries, titles, companies."""
