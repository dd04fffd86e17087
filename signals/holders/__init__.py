"""Who held what, as the sources' own histories tell it: spans of time, resources and people, claims of deliverables."""

from signals.holders.finding import found, likely
from signals.holders.likeness import suggestions_for
from signals.holders.refreshing import refresh_claims
from signals.holders.spans import Change, Span, spans_of

__all__ = ["Change", "Span", "found", "likely", "refresh_claims", "spans_of", "suggestions_for"]
