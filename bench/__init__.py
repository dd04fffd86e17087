"""The speed and size measurements, each a ratio within one run."""
