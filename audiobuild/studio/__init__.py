"""The studio: one local page on which an episode is seen, heard and corrected.

Each change it makes is a change of a file that a person could have made. `view` describes a script for the page,
`sounds` makes sentences audible, `session` joins both with the files of a show, `server` answers the page's requests.
"""
