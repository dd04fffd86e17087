"""People: the user model, functions and seats."""
