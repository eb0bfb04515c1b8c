"""What happens when the machine runs: the trace, and everything that can be asked of it."""
