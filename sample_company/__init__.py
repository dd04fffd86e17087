"""The sample company: one fictitious company that `make run` shows and that tests use."""
