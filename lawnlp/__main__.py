"""`python -m lawnlp` is the command line."""

from lawnlp.cli import main

if __name__ == "__main__":
    main()
