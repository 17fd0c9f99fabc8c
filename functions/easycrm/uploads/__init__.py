"""An upload: its record, its batches, plans and results in S3, its progress and its end."""
