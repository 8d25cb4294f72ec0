"""From scripts to finished episodes: requests, plans, sentences as jobs, batches, the build record."""
