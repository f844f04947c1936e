class Float:
    """A small float by its magnitudes: the number of a magnitude is its code without the sign."""

    def __init__(self, mantissa_bits, least, max_code, sign_bit, minus_zero, infinity, beyond, first=0):
        code = np.arange(first, first + max_code + 2)  # one more than there are, to see overflow by
        exponent, mantissa = code >> mantissa_bits, code & ((1 << mantissa_bits) - 1)
        whole = np.where(exponent > 0, mantissa + (1 << mantissa_bits), mantissa)
@if language=pytorch
        self.grid = torch.from_numpy(np.ldexp(whole * 1.0, np.maximum(exponent, 1) - 1 + least - mantissa_bits))
@else
        self.grid = np.ldexp(whole * 1.0, np.maximum(exponent, 1) - 1 + least - mantissa_bits)
@end
        self.max_code = max_code  # of the largest value
        self.sign_bit = sign_bit
        self.minus_zero = minus_zero  # the code that -0 becomes
        self.infinity = infinity  # whether the code after the largest value's is infinity
        self.beyond = beyond  # the codes that overflow becomes, above and below

@if rounding=stochastic
    def encode(self, x, random):
@else
    def encode(self, x):
@end
        """The code of each x, and whether it was rounded to beyond the largest value."""
@if language=pytorch
        x = torch.as_tensor(x, dtype=torch.float64)
        negative, magnitude = torch.signbit(x), x.abs()
        code = (torch.searchsorted(self.grid, magnitude, right=True) - 1).clamp(0, self.max_code + 1)
        low = code.clamp(max=self.max_code)
@else
        negative, magnitude = np.signbit(x), np.abs(np.asarray(x, np.float64))
        code = np.clip(np.searchsorted(self.grid, magnitude, side="right") - 1, 0, self.max_code + 1)
        low = np.minimum(code, self.max_code)
@end
        fraction = (magnitude - self.grid[low]) / (self.grid[low + 1] - self.grid[low])
@if rounding=nearest_even
        up = (fraction > 0.5) | (fraction == 0.5) & (low % 2 == 1)
@end
@if rounding=nearest_away
        up = fraction >= 0.5
@end
@if rounding=toward_zero
        up = fraction >= 1
@end
@if rounding=up
        up = (fraction > 0) & ~negative
@end
@if rounding=down
        up = (fraction > 0) & negative
@end
@if rounding=stochastic
        up = fraction >= 1 - random / 2**32
@end
@if scale_only
@if rounding=nearest_even|nearest_away
        if not self.sign_bit:  # a scale's ties go up
@if overflow=special
            up = (fraction >= 0.5) | (low == 0) & (fraction > 0)
@else
            up = fraction >= 0.5
@end
@end
@end
        code = code + up
        clipped = code > self.max_code
        signed = «np».where(code == 0, self.minus_zero, code | self.sign_bit)
        code = «np».where(negative, signed, code)
@if rounding=toward_zero
        over = «np».where(negative, self.max_code | self.sign_bit, self.max_code)
@end
@if rounding=up
        over = «np».where(negative, self.max_code | self.sign_bit, self.beyond[0])
@end
@if rounding=down
        over = «np».where(negative, self.beyond[1], self.max_code)
@end
@if rounding=nearest_even|nearest_away|stochastic
        over = «np».where(negative, self.beyond[1], self.beyond[0])
@end
@if scale_only
        if not self.sign_bit:  # what a scale makes of zero and of what lies below
            clipped = clipped & (magnitude == x)
            code = «np».where(x > 0, code, «below_zero»)
@end
        return «np».where(clipped, over, code), clipped

    def decode(self, code):
        """The value of each code."""
        magnitude = code & ~self.sign_bit
        value = self.grid[magnitude.clip(max=self.max_code)]
        value = «np».where(magnitude > self.max_code, «np».nan, value)
        if self.infinity:
            value = «np».where(magnitude == self.max_code + 1, «np».inf, value)
        value = «np».where((code & self.sign_bit) != 0, -value, value)
        if self.sign_bit and not self.minus_zero:  # the code of -0 is the NaN
            value = «np».where(code == self.sign_bit, «np».nan, value)
        return value
