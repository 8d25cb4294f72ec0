"""What the tests share: stand-ins, made-up material, and properties of every result."""
