"""The signed files that two installations give each other; knows no register and no database."""
