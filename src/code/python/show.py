def show(figures, prefix=""):
    for name, value in figures.items():
        print(f"{prefix}{name} = {np.asarray(value).tolist()!r}")
