"""What comes without an account: stories, corrections, memories; and the inbox of each city."""
