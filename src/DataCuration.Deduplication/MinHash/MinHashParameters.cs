namespace DataCuration.Deduplication;

/// <summary>
/// The parameters of MinHash with locality-sensitive hashing: shingles, hash functions, and the bands that a signature is cut into. Two documents that agree in
/// all rows of one band are candidates. The defaults are datatrove's; <see cref="MinHashPresets"/> has those of the other peers.
/// </summary>
public sealed record MinHashParameters
{
    private const int MaxHashes = 65_536;

    /// <summary>The shingles. Default: five words of datatrove's normal form.</summary>
    public ShingleOptions Shingles { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The number of bands, 1 to 65,536. Default: 14 (datatrove, <c>num_buckets</c>).</summary>
    public int Bands { get; init => field = InRange(value, 1, nameof(Bands)); } = 14;

    /// <summary>The number of rows (hashes) of a band, 1 to 65,536. Default: 8 (datatrove, <c>hashes_per_bucket</c>).</summary>
    public int Rows { get; init => field = InRange(value, 1, nameof(Rows)); } = 8;

    /// <summary>The seed of the hash functions' parameters. Default: 1 (datatrove).</summary>
    public uint Seed { get; init; } = 1;

    /// <summary>The arithmetic of the hash functions. Default: <see cref="MinHashArithmetic.MersennePrime"/> (datatrove).</summary>
    public MinHashArithmetic Arithmetic
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such arithmetic.");
    } = MinHashArithmetic.MersennePrime;

    /// <summary>
    /// The number of bits kept of a hash after the remainder, 32 or 64. <see cref="MinHashArithmetic.MultiplyShift"/> gives 32. Default: 64 (datatrove).
    /// </summary>
    public int HashBits
    {
        get;
        init => field = value is 32 or 64 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Hashes have 32 or 64 bits.");
    } = 64;

    /// <summary>
    /// The number of bits of the parameters with <see cref="MinHashArithmetic.MersennePrime"/>: 61, or 31 as in NeMo Curator with hashes of 32 bits. They are
    /// drawn below 2^61 - 1 or 2^31 - 1. Default: 61 (datatrove).
    /// </summary>
    public int ParameterBits
    {
        get;
        init => field = value is 31 or 61 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Parameters have 31 or 61 bits.");
    } = 61;

    /// <summary>
    /// True if factor and summand of each function are drawn in turn (RedPajama, Data-Juicer, NeMo Curator); false if all factors are drawn first (datatrove,
    /// text-dedup). Default: false.
    /// </summary>
    public bool DrawsInTurn { get; init; }

    /// <summary>
    /// The number of hash functions whose parameters are drawn, if it is more than <see cref="SignatureLength"/>: <c>num_perm</c> of text-dedup, which matters
    /// because all factors are drawn before the first summand. Default: 0, for <see cref="SignatureLength"/>.
    /// </summary>
    public int DrawnHashes { get; init => field = InRange(value, 0, nameof(DrawnHashes)); }

    /// <summary>The number of hashes of a signature: <see cref="Bands"/> times <see cref="Rows"/>.</summary>
    public int SignatureLength => checked(Bands * Rows);

    /// <summary>Returns the probability that a pair becomes a candidate: 1 - (1 - s^rows)^bands.</summary>
    /// <param name="similarity">The Jaccard similarity of the two documents' shingles, in [0, 1].</param>
    public double CandidateProbability(double similarity) => MinHashBands.CandidateProbability(similarity, Bands, Rows);

    /// <summary>Returns these parameters with the bands and rows that are optimal for a threshold (<see cref="MinHashBands.Optimal"/>).</summary>
    /// <param name="threshold">The similarity from which pairs should be candidates, in (0, 1].</param>
    /// <param name="hashes">The number of hash functions to use at most. Default: 128 (datasketch).</param>
    public MinHashParameters WithThreshold(double threshold, int hashes = 128)
    {
        (int bands, int rows) = MinHashBands.Optimal(threshold, hashes);
        return this with { Bands = bands, Rows = rows, DrawnHashes = hashes };
    }

    /// <summary>Writes the parameters to a fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.AddScope(nameof(Shingles), Shingles.Describe);
        writer.Add(nameof(Bands), Bands);
        writer.Add(nameof(Rows), Rows);
        writer.Add(nameof(Seed), (long)Seed);
        writer.Add(nameof(Arithmetic), Arithmetic.ToString());
        writer.Add(nameof(HashBits), HashBits);
        writer.Add(nameof(ParameterBits), ParameterBits);
        writer.Add(nameof(DrawsInTurn), DrawsInTurn);
        writer.Add(nameof(DrawnHashes), DrawnHashes);
    }

    private static int InRange(int value, int least, string name) => value >= least && value <= MaxHashes ? value
        : throw new ArgumentOutOfRangeException(name, value, $"The number must be between {least} and 65,536.");
}
