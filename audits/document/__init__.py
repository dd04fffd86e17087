"""The accountability map: what is frozen, in words and numbers, and how it is drawn as a page, PDF, DOCX and CSV."""
