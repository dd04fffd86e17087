"""The launch-decision view: brief, call, decision."""
