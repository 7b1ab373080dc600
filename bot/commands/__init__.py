"""The commands, one module each; a module is imported when its command is called."""

MODULES = {
    "ask": "bot.commands.ask",
    "chat": "bot.commands.chat",
    "ingest": "bot.commands.ingest",
    "documents": "bot.commands.documents",
    "remove": "bot.commands.remove",
    "subjects": "bot.commands.subjects",
    "about": "bot.commands.about",
    "batch": "bot.commands.batch",
    "eval": "bot.commands.evaluate",
    "train": "bot.commands.train",
    "migrate": "bot.commands.migrate",
    "worker": "bot.commands.worker",
    "settings": "bot.commands.settings",
}
