"""The sources file: a company's connections, kept in version control."""

from signals.sources_file.applying import apply
from signals.sources_file.loading import SourcesFileError, load

__all__ = ["SourcesFileError", "apply", "load"]
