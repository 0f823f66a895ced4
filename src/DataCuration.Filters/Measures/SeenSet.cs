namespace DataCuration.Filters;

/// <summary>A set of small numbers, reused without allocation.</summary>
internal sealed class SeenSet
{
    private bool[] seen = new bool[256];

    /// <summary>Empties the set for numbers below a bound.</summary>
    public void Clear(int bound)
    {
        if (seen.Length < bound) seen = new bool[Math.Max(bound, 2 * seen.Length)];
        else Array.Clear(seen, 0, bound);
    }

    /// <summary>Adds a number and returns true if it was not in the set.</summary>
    public bool Add(int number)
    {
        if (seen[number]) return false;
        return seen[number] = true;
    }
}
