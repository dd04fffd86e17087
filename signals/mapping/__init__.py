"""From a source's record to rows of the shared schema: declared, compiled per stream, pure."""
