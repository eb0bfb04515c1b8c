"""The things on stage, drawn from objects of the reference model."""
