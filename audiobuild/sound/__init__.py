"""Audio from takes to MP3 frames: mastering, encoding, placing, joining, word times."""
