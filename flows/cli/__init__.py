"""The `sourcecheck` command: words in, an exit code out; one module per command.

`main.py` is where it starts; it names every command and loads only the one that is called. May
touch the terminal and whatever the flow it runs may.
"""
