"""The studio: one local page on which an episode is seen, heard and corrected.

Each change it makes is a change of a file that a person could have made. `view` describes a script for the page,
`opened` keeps what is known of one while it changes, `session` joins that with the files of a show, `changes` makes new
bytes of them, `reach` and `review` answer questions, `server` answers the page's requests.
"""
