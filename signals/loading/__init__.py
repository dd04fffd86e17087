"""From mapped rows to tables: COPY, set-based SQL, and one transaction a page."""
