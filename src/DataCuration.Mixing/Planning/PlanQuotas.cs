namespace DataCuration.Mixing;

/// <summary>Divides tokens by shares.</summary>
internal static class PlanQuotas
{
    /// <summary>
    /// Rounds every part down and gives the rest, one token each, to the largest remainders; of equal ones to the first. The sum is exact. Decimal
    /// arithmetic has 28 digits, so that 0.3 of 10^18 tokens is not off by rounding.
    /// </summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="shares">The shares, with sum 1 to within 1e-9.</param>
    public static long[] Divide(long tokens, ReadOnlySpan<double> shares)
    {
        var parts = new long[shares.Length];
        var remainders = new decimal[shares.Length];
        decimal sum = 0;
        foreach (double share in shares) sum += (decimal)share;
        long left = tokens;
        for (int i = 0; i < shares.Length; i++)
        {
            decimal exact = tokens * ((decimal)shares[i] / sum);
            parts[i] = (long)Math.Floor(exact);
            remainders[i] = exact - parts[i];
            left -= parts[i];
        }
        int[] order = [.. Enumerable.Range(0, parts.Length).OrderByDescending(i => remainders[i]).ThenBy(i => i)];
        for (int i = 0; left > 0; i = (i + 1) % order.Length)
        {
            if (shares[order[i]] == 0) continue;
            parts[order[i]]++;
            left--;
        }
        return parts;
    }
}
