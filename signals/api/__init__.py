"""The endpoints of the signal layer: one module for each thing; the same access, services and refusals as the pages."""
