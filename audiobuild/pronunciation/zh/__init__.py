"""Chinese text to normalized words, pinyin and phonemes."""
