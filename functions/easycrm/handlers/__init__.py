"""One file per Lambda: read the event, wire, call one function, answer. All share `wiring`, `task`, `deepseek`."""
