using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>The division of a batch's positions, which follow each other without gaps, into stretches that do not see each other.</summary>
internal sealed class RowSegments
{
    private readonly List<(int Count, int Length)> runs = [];

    /// <summary>Creates segments of given lengths, which are positive.</summary>
    public RowSegments(IEnumerable<int> lengths)
    {
        foreach (int length in lengths)
        {
            if (runs.Count > 0 && runs[^1].Length == length) runs[^1] = (runs[^1].Count + 1, length);
            else runs.Add((1, length));
            Positions += length;
            Longest = Math.Max(Longest, length);
        }
    }

    /// <summary>Creates segments of equal length.</summary>
    public RowSegments(long count, long length)
    {
        runs.Add(((int)count, (int)length));
        Positions = count * length;
        Longest = length;
    }

    /// <summary>The numbers and lengths of neighbouring segments of equal length. Attention is computed for each run at once.</summary>
    public IReadOnlyList<(int Count, int Length)> Runs => runs;

    /// <summary>The number of all positions.</summary>
    public long Positions { get; }

    /// <summary>The length of the longest segment.</summary>
    public long Longest { get; }

    /// <summary>Returns the position of each token in its segment.</summary>
    public Tensor Index(Device device)
    {
        var index = new long[Positions];
        int i = 0;
        foreach ((int count, int length) in runs)
            for (int segment = 0; segment < count; segment++)
                for (int position = 0; position < length; position++) index[i++] = position;
        return tensor(index, device: device);
    }

    /// <summary>Returns the index of the last position of each segment.</summary>
    public Tensor LastIndex(Device device)
    {
        var index = new List<long>();
        long end = -1;
        foreach ((int count, int length) in runs)
            for (int segment = 0; segment < count; segment++) index.Add(end += length);
        return tensor(index.ToArray(), device: device);
    }
}
