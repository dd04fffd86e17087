"""The endpoints of initiatives: one module for each thing; the same access, services and refusals as the pages."""
