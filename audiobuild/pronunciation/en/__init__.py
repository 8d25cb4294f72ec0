"""English text to normalized words and phonemes."""
