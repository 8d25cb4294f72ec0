"""A voice for each speaker, and the lines of an episode with their pauses and chapters."""
