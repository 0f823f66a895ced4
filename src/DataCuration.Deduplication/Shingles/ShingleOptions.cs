using System.Text.RegularExpressions;

namespace DataCuration.Deduplication;

/// <summary>The shingles of a text: runs of consecutive units, and the hash function that makes numbers of them.</summary>
public sealed record ShingleOptions
{
    private const int MaxSize = 65_536;

    /// <summary>The units. Default: <see cref="ShingleUnit.SimplifiedWords"/> (datatrove).</summary>
    public ShingleUnit Unit { get; init => field = Defined(value); } = ShingleUnit.SimplifiedWords;

    /// <summary>The number of units of a shingle, 1 to 65,536. Default: 5 (datatrove, <c>n_grams</c> of <c>MinhashConfig</c>).</summary>
    public int Size { get; init => field = InRange(value, 1, nameof(Size)); } = 5;

    /// <summary>
    /// The splitter for <see cref="ShingleUnit.SimplifiedWords"/> and <see cref="ShingleUnit.Words"/>. Default: <see cref="WordSplitter.WhiteSpace"/>.
    /// datatrove splits its normal form by the rules of spaCy; 92 % of English documents have the same signature with both.
    /// </summary>
    public WordSplitter Splitter { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = WordSplitter.WhiteSpace;

    /// <summary>
    /// True to lower-case the text first, for <see cref="ShingleUnit.SpacedWords"/>, <see cref="ShingleUnit.PunctuatedParts"/> and
    /// <see cref="ShingleUnit.Characters"/>. The other units have a rule of their own. Default: false.
    /// </summary>
    public bool Lowercase { get; init; }

    /// <summary>
    /// The parts of the text to delete after lower-casing and before it is cut, for the units that <see cref="Lowercase"/> names. Default: null (Data-Juicer,
    /// <c>ignore_pattern</c>). With <see cref="RegexOptions.NonBacktracking"/> its time is linear.
    /// </summary>
    public Regex? Ignored { get; init; }

    /// <summary>The smallest number of units of a text with shingles. A text with fewer has no near duplicates. Default: 0.</summary>
    public int MinUnits { get; init => field = InRange(value, 0, nameof(MinUnits)); }

    /// <summary>
    /// True if a text that is shorter than a shingle is one shingle, an empty text too; otherwise it has none. Default: false (datatrove).
    /// </summary>
    public bool KeepsShortTexts { get; init; }

    /// <summary>The hash function. Default: <see cref="ShingleHashFunction.XxHash"/> (datatrove).</summary>
    public ShingleHashFunction Hash { get; init => field = Defined(value); } = ShingleHashFunction.XxHash;

    /// <summary>The number of bits of a shingle's hash: 16, 32 or 64. Default: 64 (datatrove).</summary>
    public int HashBits
    {
        get;
        init => field = value is 16 or 32 or 64 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A shingle's hash has 16, 32 or 64 bits.");
    } = 64;

    /// <summary>
    /// The seed of <see cref="ShingleHashFunction.Murmur3"/> and <see cref="ShingleHashFunction.XxHash3"/>. Default: null, which is the first factor of the
    /// hash functions for Murmur3 (NeMo Curator) and 0 for XxHash3.
    /// </summary>
    public ulong? HashSeed { get; init; }

    /// <summary>Writes the options to a fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Unit), Unit.ToString());
        writer.Add(nameof(Size), Size);
        writer.Add(nameof(Splitter), Splitter.Name);
        writer.Add(nameof(Lowercase), Lowercase);
        writer.Add(nameof(Ignored), Ignored is null ? null : $"{(int)Ignored.Options} {Ignored}");
        writer.Add(nameof(MinUnits), MinUnits);
        writer.Add(nameof(KeepsShortTexts), KeepsShortTexts);
        writer.Add(nameof(Hash), Hash.ToString());
        writer.Add(nameof(HashBits), HashBits);
        writer.Add(nameof(HashSeed), HashSeed?.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The bytes between two units of a shingle.</summary>
    internal int Gap => Unit == ShingleUnit.Characters ? 0 : 1;

    private static T Defined<T>(T value) where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"There is no such {typeof(T).Name}.");

    private static int InRange(int value, int least, string name) => value >= least && value <= MaxSize ? value
        : throw new ArgumentOutOfRangeException(name, value, $"The number must be between {least} and 65,536.");
}
