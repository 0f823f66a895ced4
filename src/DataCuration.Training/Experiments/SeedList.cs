namespace DataCuration.Training;

/// <summary>The seeds of repeated trainings.</summary>
internal static class SeedList
{
    /// <summary>Returns a copy of the seeds.</summary>
    /// <exception cref="ArgumentException">There is no seed, or one appears twice.</exception>
    public static IReadOnlyList<ulong> Check(IReadOnlyList<ulong> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Count == 0) throw new ArgumentException("There is no seed.", nameof(value));
        if (value.Distinct().Count() < value.Count) throw new ArgumentException($"A seed appears twice: {string.Join(", ", value)}.", nameof(value));
        return [.. value];
    }
}
