"""Source, pull, the shared schema (work, party, part, signal), metric, definition, reading."""
