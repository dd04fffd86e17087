"""The story of the sample company: what its five systems hold, as a pure function of one date."""

from sample_company.story.record import Record
from sample_company.story.story import SYSTEMS, Story

__all__ = ["SYSTEMS", "Record", "Story"]
