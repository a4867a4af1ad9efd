"""Asks the assistant whole test sets and measures what comes back."""
