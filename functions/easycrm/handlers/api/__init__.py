"""One file for each route of the API: read the request, wire, call one function, answer."""
