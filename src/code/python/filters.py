def bank(radius):
    """The filters of the page: functions on the square from -1 to 1, taken at the places of a grid."""
    place = np.arange(-radius, radius + 1) / (radius + 0.5)
    y, x = np.meshgrid(place, place, indexing="ij")

    def bell(deviation):
        return np.exp(-(x * x + y * y) / (2 * deviation * deviation))

    def wave(right, down):
        return np.cos(np.pi * 1.6 * (x * right + y * down)) * bell(0.55)

    def balanced(w):
        """The mean is taken away; what is zero by its formula has no rounding error's sign."""
        w = w - w.sum() / w.size
        return np.where(np.abs(w) < 1e-12, 0.0, w)

    blur, diagonal = bell(0.5), 0.5**0.5
    sharpen = -blur / blur.sum()
    sharpen[radius, radius] += 2
    filters = {
        "edge_x": balanced((x + y / 8) * bell(0.5)),
        "edge_y": balanced((y - x / 8) * bell(0.5)),
        "edge_down": balanced((x - y + (x + y) / 8) * bell(0.5)),
        "spot": balanced((1 - (x * x + y * y) / 0.18) * bell(0.3)),
        "gabor_0": balanced(wave(1, 0)),
        "gabor_45": balanced(wave(diagonal, diagonal)),
        "gabor_90": balanced(wave(0, 1)),
        "gabor_135": balanced(wave(diagonal, -diagonal)),
        "blur": blur / blur.sum(),
        "sharpen": sharpen,
    }
    return {name: w.astype(np.float32) for name, w in filters.items()}
