"""From finished episodes to a feed on the web: identities, RSS, the published folder, a local server."""
