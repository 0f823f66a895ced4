namespace DataCuration;

/// <summary>Every <see cref="Stride"/>-th line of a file, for <see cref="JsonlSharding.Strided"/>.</summary>
internal sealed record StridedSegment : SourceSegment
{
    /// <summary>The distance between two lines of the segment; 1 for all lines.</summary>
    public required int Stride { get; init; }

    /// <summary>The index of the segment's first line, below <see cref="Stride"/>.</summary>
    public required int Phase { get; init; }

    /// <summary>True if the line belongs to the segment.</summary>
    public bool Contains(long line) => line % Stride == Phase;

    protected internal override void Describe(FingerprintWriter writer, string name)
    {
        base.Describe(writer, name);
        // A stride of 1 selects the same lines as a plain segment and has its fingerprint.
        if (Stride > 1) writer.Add($"{name}.lines", $"{Phase} mod {Stride}");
    }
}
