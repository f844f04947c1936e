project = "A manual"
extensions = ["myst_nb"]
html_theme = "furo"
exclude_patterns = ["_build"]
nb_execution_raise_on_error = True
# No content network: the test puts the files of the packages into _static/.
html_static_path = ["_static"]
nb_ipywidgets_js = {
    "require.js": {},
    "embed-amd.js": {"data-jupyter-widgets-cdn": "_static/", "data-jupyter-widgets-cdn-only": ""},
}

<!-- guide: Sphinx, python -->
