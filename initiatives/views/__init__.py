"""The pages of initiatives: translation only; the rules are in services."""
