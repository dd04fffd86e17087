"""What other systems push to us: CloudEvents, signed as Standard Webhooks, each kept before it is answered."""
