"""The people's side: command line, REPL and Telegram worker."""
