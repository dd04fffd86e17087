"""Event logs: XES, CSV and OCEL 2.0 JSON, read as one list of events with their case, activity, resource, group and instant."""
