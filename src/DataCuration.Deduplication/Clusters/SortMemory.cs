namespace DataCuration.Deduplication;

/// <summary>The memory of sorts, which is an option of every fit.</summary>
internal static class SortMemory
{
    /// <summary>The default: 128 MiB.</summary>
    public const long Default = 128 << 20;

    private const long Least = 1 << 20;

    /// <summary>Requires at least 1 MiB.</summary>
    public static long Check(long value) =>
        value >= Least ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A sort takes at least 1 MiB.");
}
