def figures(x, back, clipped):
    """What is lost from x to what came back, over what is finite before and after."""
@if language=pytorch
    x, back, clipped = x.numpy(), back.numpy(), clipped.numpy()
@end
    finite = np.isfinite(x)
    measured = finite & np.isfinite(back)
    clipped = np.count_nonzero(clipped & finite)
    x, back = x[measured].astype(np.float64), back[measured]
    error, count = back - x, max(len(x), 1)
    power, mse = np.sum(x**2) / count, np.sum(error**2) / count
    with np.errstate(divide="ignore", invalid="ignore"):
        sqnr = 10 * np.log10(power / mse)
    return {
        "count": len(finite),
        "sqnr_db": sqnr,
        "mse": mse,
        "max_abs_error": np.max(np.abs(error), initial=0.0),
        "mean_error": np.sum(error) / count,
        "clipped": clipped,
        "to_zero": np.count_nonzero((back == 0) & (x != 0)),
        "non_finite": np.count_nonzero(~finite),
    }
