def read_pgm(name):
    """A Portable Graymap of 8 bits: 0 is black and 1 is white."""
    with open(name, "rb") as file:
        data = file.read()
    header = re.match(rb"P5(?:\s+|#.*\n)+(\d+)(?:\s+|#.*\n)+(\d+)(?:\s+|#.*\n)+255\s", data)
    width, height = int(header[1]), int(header[2])
    grey = np.frombuffer(data, np.uint8, width * height, header.end())
    return grey.reshape(height, width).astype(np.float32) / np.float32(255)


def convolve(picture, weights):
    """The filter stays inside the picture and is not turned around; summed in float64."""
@if language=pytorch
    inputs, weights = torch.as_tensor(picture).double(), torch.as_tensor(weights).double()
    return torch.nn.functional.conv2d(inputs[None, None], weights[None, None])[0, 0].numpy()
@else
    windows = np.lib.stride_tricks.sliding_window_view(picture.astype(np.float64), weights.shape)
    return np.einsum("ijkl,kl->ij", windows, weights.astype(np.float64))
@end


def sqnr_db(exact, approximation):
    exact, approximation = exact.astype(np.float64), approximation.astype(np.float64)
    signal, noise = np.sum(exact**2), np.sum((approximation - exact) ** 2)
    with np.errstate(divide="ignore"):
        return 10 * np.log10(signal / noise) if signal or noise else 0.0
