"""The sample company's own commands."""
