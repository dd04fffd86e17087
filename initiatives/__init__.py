"""Initiatives: who owns the arc, who holds what, and what it comes to."""
