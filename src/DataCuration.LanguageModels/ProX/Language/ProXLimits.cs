using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>
/// The limits that bound time and memory for hostile programs. The defaults are our choice, unless stated: generous next to the 256 tokens that the
/// reference generates for a chunk. Characters are code points.
/// </summary>
public sealed record ProXLimits
{
    /// <summary>The default limits.</summary>
    public static ProXLimits Default { get; } = new();

    /// <summary>Strict mode: the longest program, in UTF-8 bytes. A longer one is not executed. Default: 16,384 (256 tokens are about 1,000).</summary>
    public int MaxProgramBytes { get; init => field = AtLeast(value, 0); } = 16 * 1024;

    /// <summary>Strict mode: the most calls of a program. A program with more is not executed. Default: 128 (256 tokens hold about 19).</summary>
    public int MaxCalls { get; init => field = AtLeast(value, 0); } = 128;

    /// <summary>
    /// Strict mode: the fewest characters of a string to replace that are not blank. Default: 2, as the replacement of a single character damages all text
    /// (digits, punctuation).
    /// </summary>
    public int MinSourceLength { get; init => field = AtLeast(value, 1); } = 2;

    /// <summary>Strict mode: the longest string to replace, in characters. Default: 2,000.</summary>
    public int MaxSourceLength { get; init => field = AtLeast(value, 1); } = 2_000;

    /// <summary>Strict mode: the longest replacement, in characters. Default: 200.</summary>
    public int MaxTargetLength { get; init => field = AtLeast(value, 0); } = 200;

    /// <summary>Strict mode: the longest replacement as a multiple of the string that it replaces. Default: 2.</summary>
    public double MaxTargetRatio { get; init => field = NotNegative(value); } = 2;

    /// <summary>Strict mode: the most replacements of one call. Default: 10,000.</summary>
    public int MaxReplacements { get; init => field = AtLeast(value, 0); } = 10_000;

    /// <summary>
    /// Strict mode: the longest text that replacements can make, as a multiple of the document's characters, in addition to
    /// <see cref="MaxGrowthCharacters"/>. Default: 1.05.
    /// </summary>
    public double MaxGrowth { get; init => field = value >= 1 && double.IsFinite(value) ? value : throw Wrong(value, "at least 1"); } = 1.05;

    /// <summary>Strict mode: the number of characters that a document can always grow by. Default: 256.</summary>
    public int MaxGrowthCharacters { get; init => field = AtLeast(value, 0); } = 256;

    /// <summary>Compat mode: the largest intermediate text as a multiple of the document's bytes. Default: 64. No sane program reaches it.</summary>
    public double MaxCompatGrowth { get; init => field = value >= 1 && double.IsFinite(value) ? value : throw Wrong(value, "at least 1"); } = 64;

    /// <summary>Compat mode: the largest intermediate text in bytes, if the document is not larger itself. Default: 256 MiB.</summary>
    public int MaxCompatBytes { get; init => field = AtLeast(value, 0); } = 256 * 1024 * 1024;

    /// <summary>Compat mode: the most calls and errors of a document's program. Default: 100,000, for documents of 20 MB and more.</summary>
    public int MaxCompatCalls { get; init => field = AtLeast(value, 0); } = 100_000;

    /// <summary>
    /// Compat mode: the most bytes of text that all replacements of a document search, as each call searches the whole document. Default: 64 GiB, which takes
    /// seconds; a document of 2 MB with twelve calls in each chunk needs 10 GiB.
    /// </summary>
    public long MaxCompatWork { get; init => field = value >= 0 ? value : throw Wrong(value, "not negative"); } = 64L * 1024 * 1024 * 1024;

    /// <summary>Writes the limits to a fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MaxProgramBytes), MaxProgramBytes);
        writer.Add(nameof(MaxCalls), MaxCalls);
        writer.Add(nameof(MinSourceLength), MinSourceLength);
        writer.Add(nameof(MaxSourceLength), MaxSourceLength);
        writer.Add(nameof(MaxTargetLength), MaxTargetLength);
        writer.Add(nameof(MaxTargetRatio), MaxTargetRatio);
        writer.Add(nameof(MaxReplacements), MaxReplacements);
        writer.Add(nameof(MaxGrowth), MaxGrowth);
        writer.Add(nameof(MaxGrowthCharacters), MaxGrowthCharacters);
        writer.Add(nameof(MaxCompatGrowth), MaxCompatGrowth);
        writer.Add(nameof(MaxCompatBytes), MaxCompatBytes);
        writer.Add(nameof(MaxCompatCalls), MaxCompatCalls);
        writer.Add(nameof(MaxCompatWork), MaxCompatWork);
    }

    private static int AtLeast(int value, int least) =>
        value >= least ? value : throw Wrong(value, string.Create(CultureInfo.InvariantCulture, $"at least {least}"));

    private static double NotNegative(double value) => value >= 0 && double.IsFinite(value) ? value : throw Wrong(value, "a finite number, not negative");

    private static ArgumentOutOfRangeException Wrong(object value, string rule) => new(nameof(value), value, $"The limit must be {rule}.");
}
