using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>The counts of counts of each order, and the number of n-grams that pruning leaves.</summary>
internal sealed class NGramStatistics(int order)
{
    private const int Fields = 5;
    private readonly long[] values = new long[order * Fields];

    /// <summary>Adds an n-gram.</summary>
    public void Add(int n, long adjusted, bool isPruned)
    {
        // Counts of counts are taken before pruning, as lmplz does.
        if (adjusted is >= 1 and <= 4) values[((n - 1) * Fields) + (int)adjusted - 1]++;
        if (!isPruned) values[((n - 1) * Fields) + 4]++;
    }

    /// <summary>Returns the numbers of n-grams with an adjusted count of 1, 2, 3 and 4.</summary>
    public ReadOnlySpan<long> CountsOfCounts(int n) => values.AsSpan((n - 1) * Fields, 4);

    /// <summary>Returns the number of n-grams that are not pruned.</summary>
    public long Kept(int n) => values[((n - 1) * Fields) + 4];

    public void Write(Stream output) => output.Write(MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>Adds the numbers of a file.</summary>
    public void Read(IFileStore files, string path)
    {
        byte[] bytes = files.ReadAllBytes(path);
        if (bytes.Length != values.Length * sizeof(long))
            throw new InvalidDataException($"'{path}' has {bytes.Length} bytes, and {values.Length * sizeof(long)} are expected.");
        ReadOnlySpan<long> more = MemoryMarshal.Cast<byte, long>(bytes);
        for (int i = 0; i < values.Length; i++) values[i] = checked(values[i] + more[i]);
    }
}
