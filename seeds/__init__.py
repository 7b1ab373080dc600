"""The documents that a new installation answers from; see README.md."""
