"""Audits in the API."""
