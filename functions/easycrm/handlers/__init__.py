"""One file per Lambda: read the event, wire, call one function, answer. Files with an underscore are shared."""
