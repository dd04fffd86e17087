"""The 30-day accountability audit."""
