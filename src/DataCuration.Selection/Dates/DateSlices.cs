using System.Globalization;

namespace DataCuration.Selection;

/// <summary>Consecutive spans of years. A span has its first year and not its last bound: 1820 to 1850 ends with 1849.</summary>
public sealed class DateSlices
{
    private readonly int[] bounds;

    /// <summary>Creates the slices between bounds.</summary>
    /// <param name="bounds">The bounds in years, ascending; at least two.</param>
    /// <exception cref="ArgumentException">There are fewer than two bounds, or they do not ascend.</exception>
    public DateSlices(IReadOnlyList<int> bounds)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        if (bounds.Count < 2) throw new ArgumentException($"Slices need at least two bounds; there are {bounds.Count}.", nameof(bounds));
        for (int i = 1; i < bounds.Count; i++)
            if (bounds[i] <= bounds[i - 1])
                throw new ArgumentException(FormattableString.Invariant($"The bound {bounds[i]} follows {bounds[i - 1]}: bounds must ascend."), nameof(bounds));
        this.bounds = [.. bounds];
    }

    /// <summary>The slices of historical-perspectival-lm: 1750, 1820, 1850, 1880, 1910, 1940.</summary>
    public static DateSlices Historical { get; } = new([1750, 1820, 1850, 1880, 1910, 1940]);

    /// <summary>The bounds.</summary>
    public IReadOnlyList<int> Bounds => Array.AsReadOnly(bounds);

    /// <summary>Returns the name of a year's slice, such as <c>1820-1850</c>; null if the year is in none.</summary>
    /// <param name="year">The year.</param>
    public string? Find(int year)
    {
        int place = Array.BinarySearch(bounds, year);
        if (place < 0) place = ~place - 1;
        return place < 0 || place >= bounds.Length - 1 ? null : string.Create(CultureInfo.InvariantCulture, $"{bounds[place]}-{bounds[place + 1]}");
    }

    /// <summary>Writes the bounds to a fingerprint.</summary>
    /// <param name="writer">Receives them.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("bounds", string.Join(' ', bounds.Select(bound => bound.ToString(CultureInfo.InvariantCulture))));
    }
}
