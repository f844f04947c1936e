@if source=drawn
M = 6364136223846793005  # PCG32's multiplier


def states(first, increment, count):
    """States of x <- M x + increment mod 2^64; each turn doubles how many there are."""
    found, factor, addend = np.array([first % 2**64], np.uint64), M, increment
    while len(found) < count:
        found = np.concatenate([found, found * np.uint64(factor) + np.uint64(addend)])
        factor, addend = factor * factor % 2**64, (factor + 1) * addend % 2**64
    return found[:count]


def output(state):
    """PCG32's 32 bits of a state (O'Neill 2014)."""
    mixed = (((state >> 18) ^ state) >> 27) & 0xFFFFFFFF
    turn = state >> 59
    return (mixed >> turn | mixed << (32 - turn) % 32).astype(np.uint32)


def random_words(seed, count):
    """The stream of Rust's rand_pcg, seeded as its seed_from_u64 does."""
    expand = 11634580027462260723
    a, b, c, d = output(states(seed * M + expand, expand, 4)).tolist()
    increment = c | d << 32 | 1
    return output(states((a + (b << 32) + increment) * M + increment, increment, count))


@if distribution=uniform
def draw(seed, count):
    """Uniform in [-1, 1): 24 bits each."""
    return (random_words(seed, count) >> 8).astype(np.float32) / np.float32(2**23) - np.float32(1)
@end
@if distribution=laplace
def draw(seed, count):
    """Laplace by the inverse of its distribution function: a sign, and -ln(u)."""
    low, high = random_words(seed, 2 * count).reshape(-1, 2).astype(np.uint64).T
    bits = high << 32 | low
    u = ((bits >> 12).astype(np.float64) + 0.5) / 2**52
    return np.where(bits & 1 == 0, -np.log(u), np.log(u)).astype(np.float32)
@end
@if distribution=normal|half_normal|log_normal|student_t
def normals(seed, count):
    """Marsaglia and Bray's polar method (1964): points of a square that lie inside the circle."""
    words = random_words(seed, 2 * (count * 2 // 3 + 100))  # more than are needed
    u, v = ((words.view(np.int32) + 0.5) / 2**31).reshape(-1, 2).T
    s = u * u + v * v
    u, v, s = u[s < 1], v[s < 1], s[s < 1]
    factor = np.sqrt(-2 * np.log(s) / s)
    return np.stack([u * factor, v * factor], axis=1).ravel()[:count]


def draw(seed, count):
@if distribution=normal
    return normals(seed, count).astype(np.float32)
@end
@if distribution=half_normal
    return np.maximum(normals(seed, count).astype(np.float32), 0)
@end
@if distribution=log_normal
    return np.exp(normals(seed, count)).astype(np.float32)
@end
@if distribution=student_t
    """A normal value over the root mean square of three others: 3 degrees of freedom."""
    z, a, b, c = normals(seed, 4 * count).reshape(-1, 4).T
    return (z / np.sqrt((a * a + b * b + c * c) / 3)).astype(np.float32)
@end
@end
@if distribution=bimodal|outliers
def draw(seed, count):
    """Normal values by the polar method, each followed by what moves it: one stream for all."""
    words = random_words(seed, 5 * count // 2 + 200)  # more than are needed
    z = (words.view(np.int32) + 0.5) / 2**31
    s = z[:-1] * z[:-1] + z[1:] * z[1:]
    inside = (s < 1).tolist()
@if distribution=outliers
    rare = (words < (2**32 - 1) // 1000).tolist()
@end
    at, points, movers = 0, [], []
    while len(movers) < count:
        if inside[at]:
            points.append(at)
            at += 2
            for _ in range(2):
                movers.append(at)
@if distribution=outliers
                at += 2 if rare[at] else 1  # the second word is the side
@else
                at += 1
@end
        else:
            at += 2
    points, movers = np.array(points), np.array(movers)
    factor = np.sqrt(-2 * np.log(s[points]) / s[points])
    normal = np.stack([z[points] * factor, z[points + 1] * factor], axis=1).ravel()
@if distribution=outliers
    side = np.where(words[movers + 1] < 2**31, 10.0, -10.0)
    return (normal + np.where(words[movers] < (2**32 - 1) // 1000, side, 0.0)).astype(np.float32)[:count]
@else
    return (0.5 * normal + np.where(words[movers] < 2**31, 2.0, -2.0)).astype(np.float32)[:count]
@end
@end


x = draw(seed=«seed», count=«count»)
@if moved
x = x * np.float32(«spread») + np.float32(«shift»)
@end
@end
@if source=npy
x = np.load(«file»).astype(np.float32).ravel()
@end
@if source=table
def is_number(text):
    try:
        return float(text) is not None
    except ValueError:
        return False


# A table of numbers, with or without a line of headings.
with open(«file», encoding="utf-8-sig") as file:
    rows = [re.split(r"[\s,;\[\]]+", line.partition("#")[0].strip(" ,;[]\t\n")) for line in file]
rows = [row for row in rows if row != [""]]
rows = rows if any(map(is_number, rows[0])) else rows[1:]
x = np.array([float(field) for row in rows for field in row], np.float32)
@end
@if source=pasted
x = np.array(«values», np.float32)
@end
