"""What the project costs: an archive to try it on, and scripts that print ratios."""
