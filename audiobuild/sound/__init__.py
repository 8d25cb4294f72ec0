"""Audio from takes to MP3 frames: levelling, encoding, joining, times."""
