namespace DataCuration.Filters;

/// <summary>Finds repetitions as Dolma does: in sequences of numbers such as token ids, and in text.</summary>
public static class DolmaRepetitions
{
    /// <summary>
    /// Finds the stretches that repeat a period at least three times (python/dolma/taggers/repetitions/utils.py). The values are laid in rows of each period; a
    /// row that equals the one before it is repeated. A stretch may begin and end within a row.
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="maxPeriod">The longest period. Dolma has 13.</param>
    /// <returns>The stretches, by period and place.</returns>
    public static IReadOnlyList<PeriodicSequence> FindPeriodic(ReadOnlySpan<int> values, int maxPeriod = 13)
    {
        List<PeriodicSequence> found = [];
        for (int period = 1; period <= Math.Min(maxPeriod, values.Length / 3); period++)
        {
            int rows = values.Length / period;
            for (int row = 1; row < rows;)
            {
                if (!Equal(values, row, period))
                {
                    row++;
                    continue;
                }
                int first = row;
                while (row < rows && Equal(values, row, period)) row++;
                // The end of the row before, and the start of the row after, as far as they repeat as well.
                int before = 0;
                if (first > 1)
                    while (before < period && values[first * period - 1 - before] == values[(first - 1) * period - 1 - before]) before++;
                int after = 0;
                while (row * period + after < values.Length && after < period && values[row * period + after] == values[(row - 1) * period + after]) after++;
                int start = (first - 1) * period - before, end = row * period + after;
                if ((end - start) / period > 2) found.Add(new(start, end, period, (end - start) / period));
            }
        }
        return found;
    }

    private static bool Equal(ReadOnlySpan<int> values, int row, int period) =>
        values.Slice(row * period, period).SequenceEqual(values.Slice((row - 1) * period, period));
}
