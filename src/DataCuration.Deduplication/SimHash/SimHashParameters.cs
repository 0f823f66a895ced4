namespace DataCuration.Deduplication;

/// <summary>The parameters of SimHash (Charikar 2002; Manku, Jain and Das Sarma 2007). The defaults are text-dedup's.</summary>
public sealed record SimHashParameters
{
    private const int MaxBlocks = 16;

    /// <summary>text-dedup (config/algorithms/simhash.py): 64 bits, 4 blocks, at most 3 different bits, three words, texts of at least five words.</summary>
    public static SimHashParameters TextDedup { get; } = new();

    /// <summary>
    /// The parameters of Data-Juicer's <c>document_simhash_deduplicator</c>: six words between spaces in lower case, 6 blocks, at most 4 different bits. Its
    /// hash function is another one, so that fingerprints differ.
    /// </summary>
    public static SimHashParameters DataJuicer { get; } = new()
    {
        Shingles = new ShingleOptions { Unit = ShingleUnit.SpacedWords, Size = 6, Lowercase = true, Hash = ShingleHashFunction.XxHash3, HashSeed = 42 },
        Blocks = 6,
        MaxDistance = 4,
    };

    /// <summary>
    /// The features of a text. Their hash is XxHash3 with the number of bits of a fingerprint; <see cref="ShingleOptions.Hash"/> is not used. Default: three
    /// words.
    /// </summary>
    public ShingleOptions Shingles { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new()
    {
        Unit = ShingleUnit.AlphanumericRuns,
        Size = 3,
        MinUnits = 5,
        KeepsShortTexts = true,
        Hash = ShingleHashFunction.XxHash3,
        HashSeed = 42,
    };

    /// <summary>The number of bits of a fingerprint, 64 or 128. Default: 64 (text-dedup, <c>f</c>).</summary>
    public int Bits
    {
        get;
        init => field = value is 64 or 128 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A fingerprint has 64 or 128 bits.");
    } = 64;

    /// <summary>The largest number of different bits of a match, 0 or more. Default: 3 (text-dedup, <c>bit_diff</c>).</summary>
    public int MaxDistance
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A distance is 0 or more.");
    } = 3;

    /// <summary>
    /// The number of blocks of a fingerprint, at most 16 and more than <see cref="MaxDistance"/>: two fingerprints within the distance agree in at least
    /// blocks - distance of them. More blocks make longer keys, with fewer comparisons and more entries. Default: 4 (text-dedup, <c>num_bucket</c>).
    /// </summary>
    public int Blocks
    {
        get;
        init => field = value is >= 1 and <= MaxBlocks ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There are 1 to 16 blocks.");
    } = 4;

    /// <summary>
    /// True to give texts without shingles a fingerprint of zeros, so that they are duplicates of each other (text-dedup). Default: false, because short
    /// texts need not be alike.
    /// </summary>
    public bool MatchesEmptyTexts { get; init; }

    /// <summary>Writes the parameters to a fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.AddScope(nameof(Shingles), Shingles.Describe);
        writer.Add(nameof(Bits), Bits);
        writer.Add(nameof(MaxDistance), MaxDistance);
        writer.Add(nameof(Blocks), Blocks);
        writer.Add(nameof(MatchesEmptyTexts), MatchesEmptyTexts);
    }
}
