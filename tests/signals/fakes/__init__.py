"""Vendors' services on loopback, with state of their own, that behave as the vendors' published descriptions say."""
