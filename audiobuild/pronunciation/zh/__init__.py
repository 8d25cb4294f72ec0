"""Chinese text to words, pinyin and phonemes."""
