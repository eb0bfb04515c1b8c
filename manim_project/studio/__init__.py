"""The tools behind `make`: run, render, audit, sheet."""
