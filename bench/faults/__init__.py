"""Faults: processes killed with -9 at random instants while they pull a source that keeps changing; nothing may be lost."""
