"""Documents in, answers out: everything between a file's bytes and a figure, without Telegram."""
