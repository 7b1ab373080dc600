"""What an operator or a language person may change: settings, and the lexicon as data files."""
