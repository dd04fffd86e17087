"""Who held a deliverable, and when nobody did, computed from holdings and offers. Pure: values in, values out."""

from initiatives.ownership.claims import APART, Claim, Standing, Weighed, laid, weigh, with_claims
from initiatives.ownership.interval import DAY, Interval, days, short, total, union
from initiatives.ownership.measures import coverage, dark, dark_time, never_owned, never_owned_time, once_held, time_of
from initiatives.ownership.partition import Hold, Kind, Offer, Segment, partition

__all__ = [
    "APART",
    "DAY",
    "Claim",
    "Hold",
    "Interval",
    "Kind",
    "Offer",
    "Segment",
    "Standing",
    "Weighed",
    "coverage",
    "dark",
    "dark_time",
    "days",
    "laid",
    "never_owned",
    "never_owned_time",
    "once_held",
    "partition",
    "short",
    "time_of",
    "total",
    "union",
    "weigh",
    "with_claims",
]
