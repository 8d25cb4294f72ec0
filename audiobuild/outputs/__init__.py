"""The files of an episode other than its sound: tag, cover, transcripts, notes, pronunciation report."""
