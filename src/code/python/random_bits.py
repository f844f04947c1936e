def random_bits(seed, count):
    """32 bits for each value, from the seed and its place alone: SplitMix64 (Steele et al. 2014)."""
    z = np.uint64(seed % 2**64) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ z >> 30) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ z >> 27) * np.uint64(0x94D049BB133111EB)
    return ((z ^ z >> 31) >> 32).astype(np.uint32)
