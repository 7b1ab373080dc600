"""The people's side in Telegram: handlers, and the way of an update from Telegram to its answer."""
