project = "A manual"
extensions = ["myst_nb"]
html_theme = "furo"
exclude_patterns = ["_build"]
nb_execution_raise_on_error = True

<!-- guide: Sphinx, python -->
