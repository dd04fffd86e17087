"""Singer taps: programs of others that write what they read, one message a line."""
