namespace DataCuration;

/// <summary>The options of MinHash signatures. The defaults are datatrove's (<c>MinhashConfig</c> of datatrove/pipeline/dedup/minhash.py).</summary>
public sealed record MinHashOptions
{
    private const int MaxHashes = 65_536;

    /// <summary>The number of words of a shingle; 1 or more. Default: 5 (datatrove).</summary>
    public int ShingleWords { get; init => field = AtLeastOne(value, nameof(ShingleWords)); } = 5;

    /// <summary>The number of buckets (bands). Two documents that agree in all hashes of one bucket are candidates. Default: 14 (datatrove).</summary>
    public int Buckets { get; init => field = AtLeastOne(value, nameof(Buckets)); } = 14;

    /// <summary>
    /// The number of hashes of a bucket. With 14 buckets of 8, half of the pairs with a similarity of about 0.72 are candidates. Default: 8 (datatrove).
    /// </summary>
    public int HashesPerBucket { get; init => field = AtLeastOne(value, nameof(HashesPerBucket)); } = 8;

    /// <summary>The seed of the hash functions' parameters. Default: 1 (datatrove).</summary>
    public uint Seed { get; init; } = 1;

    /// <summary>The hash function of shingles. Default: <see cref="ShingleHash.XxHash"/> (datatrove).</summary>
    public ShingleHash Hash
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such hash function.");
    } = ShingleHash.XxHash;

    /// <summary>The number of bits of shingles and hashes, 32 or 64. Default: 64 (datatrove).</summary>
    public int HashBits
    {
        get;
        init => field = value is 32 or 64 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Hashes have 32 or 64 bits.");
    } = 64;

    /// <summary>The number of hashes of a signature: <see cref="Buckets"/> times <see cref="HashesPerBucket"/>.</summary>
    public int SignatureLength => Buckets * HashesPerBucket;

    /// <summary>Writes the options to a fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(ShingleWords), ShingleWords);
        writer.Add(nameof(Buckets), Buckets);
        writer.Add(nameof(HashesPerBucket), HashesPerBucket);
        writer.Add(nameof(Seed), (long)Seed);
        writer.Add(nameof(Hash), Hash.ToString());
        writer.Add(nameof(HashBits), HashBits);
    }

    private static int AtLeastOne(int value, string name) =>
        value is >= 1 and <= MaxHashes ? value : throw new ArgumentOutOfRangeException(name, value, "The number must be between 1 and 65,536.");
}
