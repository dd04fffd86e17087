"""The endpoints of decisions: read. A sealed call is told to nobody before the reveal."""
