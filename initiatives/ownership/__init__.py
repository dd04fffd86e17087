"""Who held a deliverable, and when nobody did, computed from holdings and offers. Pure: values in, values out."""

from initiatives.ownership.interval import DAY, Interval, days, short, total, union
from initiatives.ownership.measures import coverage, dark, dark_time, never_owned, never_owned_time, once_held, time_of
from initiatives.ownership.partition import Hold, Kind, Offer, Segment, partition

__all__ = [
    "DAY",
    "Hold",
    "Interval",
    "Kind",
    "Offer",
    "Segment",
    "coverage",
    "dark",
    "dark_time",
    "days",
    "never_owned",
    "never_owned_time",
    "once_held",
    "partition",
    "short",
    "time_of",
    "total",
    "union",
]
