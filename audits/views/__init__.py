"""The pages of the guided audit and of its document."""
