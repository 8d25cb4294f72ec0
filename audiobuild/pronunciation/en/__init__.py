"""English text to words and phonemes."""
