"""The pages of signals, a module for each thing they show."""
