"""The command line: `python -m bot COMMAND`."""

import typer

from bot.command_line import audit, backups, board, checks, database, documents, keys, processes

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.command()(processes.demo)
app.command()(processes.run)
app.command()(processes.web)
app.command()(processes.worker)
app.command()(database.migrate)
app.command(hidden=True)(database.revision)
app.command("import")(board.import_file)
app.command()(board.simulate)
app.command()(board.invite)
app.command()(checks.guard)
app.command()(backups.restore)
app.command()(checks.doctor)
app.add_typer(audit.app, name="audit")
app.add_typer(keys.app, name="keys")
app.add_typer(documents.app, name="document")
app.add_typer(backups.app, name="backup")

if __name__ == "__main__":
    app()
