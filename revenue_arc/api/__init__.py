"""What every endpoint shares: pages, problem details, parsing, throttling, the OpenAPI schema and its reference page."""
