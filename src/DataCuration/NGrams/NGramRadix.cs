namespace DataCuration;

/// <summary>Sorts numbers with a value each, by counting the digits from the lowest on. Equal numbers keep their order.</summary>
internal static class NGramRadix
{
    private const int DigitBits = 11, Digits = 1 << DigitBits;

    /// <summary>Sorts by some bits of the keys; all others are equal.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">The values, in the order of the keys.</param>
    /// <param name="bits">The number of bits.</param>
    /// <param name="shift">The lowest one.</param>
    public static void Sort(ulong[] keys, int[] values, int bits = 64, int shift = 0)
    {
        var otherKeys = new ulong[keys.Length];
        var otherValues = new int[values.Length];
        (ulong[] fromKeys, int[] fromValues) = (keys, values);
        var starts = new int[Digits];
        for (int done = 0; done < bits; done += DigitBits)
        {
            int at = shift + done;
            Array.Clear(starts);
            foreach (ulong key in fromKeys) starts[(int)(key >> at) & (Digits - 1)]++;
            int sum = 0;
            for (int digit = 0; digit < Digits; digit++) (starts[digit], sum) = (sum, sum + starts[digit]);
            for (int i = 0; i < fromKeys.Length; i++)
            {
                int to = starts[(int)(fromKeys[i] >> at) & (Digits - 1)]++;
                otherKeys[to] = fromKeys[i];
                otherValues[to] = fromValues[i];
            }
            (fromKeys, otherKeys) = (otherKeys, fromKeys);
            (fromValues, otherValues) = (otherValues, fromValues);
        }
        if (fromKeys == keys) return;
        fromKeys.CopyTo(keys, 0);
        fromValues.CopyTo(values, 0);
    }
}
