"""What tests share: stand-ins, schedules, makers of files and of events."""
