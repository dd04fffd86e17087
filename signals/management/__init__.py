"""Commands of the signal layer."""
