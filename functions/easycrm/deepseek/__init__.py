"""DeepSeek, the assistant: its client, what it costs, and how a task asks it. Knows nothing of AWS or of leads."""
