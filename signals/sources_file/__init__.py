"""The sources file: a company's connections, kept in version control."""
