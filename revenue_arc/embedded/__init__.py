"""PostgreSQL and Redis from wheels, for `make run` and `make test`."""
