"""Template filters of the audit."""
