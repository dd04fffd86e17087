"""What templates say about initiatives."""
