"""Signed files of partner installations, from the first look at them to what came of them."""
