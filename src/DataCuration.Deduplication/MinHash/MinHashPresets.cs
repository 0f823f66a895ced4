namespace DataCuration.Deduplication;

/// <summary>MinHash parameters under the names of the peers that they come from.</summary>
public static class MinHashPresets
{
    /// <summary>
    /// datatrove 0.10 (<c>MinhashConfig</c>): 14 bands of 8 rows, five words of its normal form, XxHash64, seed 1. Half of the pairs with a similarity of
    /// 0.69 are candidates.
    /// </summary>
    public static MinHashParameters Datatrove { get; } = new();

    /// <summary>
    /// NeMo Curator (stages/deduplication/fuzzy/workflow.py): 20 bands of 13 rows, 24 characters of the text as it is, MurmurHash3, seed 42. A text that is
    /// shorter than 24 characters is one shingle, as in cuDF.
    /// </summary>
    public static MinHashParameters Nemo { get; } = new()
    {
        Shingles = new ShingleOptions { Unit = ShingleUnit.Characters, Size = 24, Hash = ShingleHashFunction.Murmur3, HashBits = 32, KeepsShortTexts = true },
        Bands = 20,
        Rows = 13,
        Seed = 42,
        HashBits = 32,
        ParameterBits = 31,
        DrawsInTurn = true,
    };

    /// <summary>RedPajama-Data v2 (configs/rp_v2.0.conf) at a similarity of 0.8: 9 bands of 13 rows, 13 words, SHA-1, seed 42.</summary>
    public static MinHashParameters RedPajama { get; } = new()
    {
        Shingles = new ShingleOptions { Unit = ShingleUnit.PlainWords, Size = 13, Hash = ShingleHashFunction.Sha1, HashBits = 32 },
        Bands = 9,
        Rows = 13,
        Seed = 42,
        HashBits = 32,
        DrawsInTurn = true,
        DrawnHashes = 128,
    };

    /// <summary>
    /// text-dedup (configs/minhash.toml): 24 bands of 10 rows (240 functions, similarity 0.7), five words, XxHash3, seed 42. It verifies candidates: set
    /// <see cref="MinHashDeduplication.MinSimilarity"/> to 0.7 for that.
    /// </summary>
    public static MinHashParameters TextDedup { get; } = new()
    {
        Shingles = new ShingleOptions
        {
            Unit = ShingleUnit.WordCharacterRuns,
            Size = 5,
            MinUnits = 5,
            KeepsShortTexts = true,
            Hash = ShingleHashFunction.XxHash3,
            HashBits = 32,
            HashSeed = 42,
        },
        Bands = 24,
        Rows = 10,
        Seed = 42,
        HashBits = 32,
        DrawnHashes = 240,
    };

    /// <summary>
    /// Data-Juicer (<c>document_minhash_deduplicator</c>): 25 bands of 10 rows (256 functions, similarity 0.7), five words between spaces in lower case, SHA-1,
    /// seed 42.
    /// </summary>
    public static MinHashParameters DataJuicer { get; } = new()
    {
        Shingles = new ShingleOptions { Unit = ShingleUnit.SpacedWords, Lowercase = true, Hash = ShingleHashFunction.Sha1, HashBits = 32 },
        Bands = 25,
        Rows = 10,
        Seed = 42,
        HashBits = 32,
        DrawsInTurn = true,
        DrawnHashes = 256,
    };

    /// <summary>
    /// datatrove's bands and shingles with <see cref="MinHashArithmetic.MultiplyShift"/>: the fast mode. Our choice, after rensa's R-MinHash.
    /// </summary>
    public static MinHashParameters Fast { get; } = new() { Arithmetic = MinHashArithmetic.MultiplyShift, HashBits = 32 };
}
