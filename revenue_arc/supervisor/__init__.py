"""`make run`: PostgreSQL, Redis, the web server, a worker, beat and the sample company's services under one process."""
