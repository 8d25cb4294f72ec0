"""What the tests share: stand-ins, made-up material, and what holds of every result."""
