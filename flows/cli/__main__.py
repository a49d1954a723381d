"""`python -m flows.cli` is the `sourcecheck` command."""

from flows.cli.main import main

if __name__ == "__main__":
    main()
