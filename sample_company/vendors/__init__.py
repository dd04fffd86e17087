"""The systems of the sample company, as small HTTP services on loopback that answer as such vendors do."""
