using System.Collections.Concurrent;

namespace DataCuration.LanguageModels;

/// <summary>Counts lines with a tokenizer, and adds the tokens of their numbers.</summary>
internal sealed class EncoderLineCounter : ProXLineCounter
{
    /// <summary>The tokens of the numbers 0 to 999. Longer ones are counted as the longest of their length.</summary>
    private const int Numbers = 1_000;

    private readonly ITokenEncoder encoder;
    private readonly int tokensPerLine;
    private readonly Lazy<int[]> prefixes;
    private readonly ConcurrentDictionary<int, int> longPrefixes = new();

    public EncoderLineCounter(ITokenEncoder encoder, int tokensPerLine)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentOutOfRangeException.ThrowIfNegative(tokensPerLine);
        this.encoder = encoder;
        this.tokensPerLine = tokensPerLine;
        prefixes = new Lazy<int[]>(() => [.. Enumerable.Range(0, Numbers).Select(CountPrefix)]);
    }

    public override void Count(ReadOnlySpan<byte> utf8Text, ReadOnlySpan<int> starts, Span<int> tokens)
    {
        List<int> encoded = [];
        int[] known = prefixes.Value;
        for (int i = 0; i < starts.Length; i++)
        {
            encoded.Clear();
            ReadOnlySpan<byte> line = LineNumbers.LineAt(utf8Text, starts, i);
            if (!line.IsEmpty) encoder.Encode(line, encoded);
            tokens[i] = encoded.Count + tokensPerLine + (i < Numbers ? known[i] : LongPrefix(i));
        }
    }

    public override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "lines");
        writer.Add("tokens_per_line", tokensPerLine);
        encoder.Describe(writer);
    }

    /// <summary>The most tokens of numbers of the same length, from some of them.</summary>
    private int LongPrefix(int number)
    {
        int power = Numbers;
        while (number / 10 >= power && power < 1_000_000_000) power *= 10;
        return longPrefixes.GetOrAdd(power, first => new[] { first, first + (first / 9), first + (first / 7) }.Max(CountPrefix));
    }

    private int CountPrefix(int number)
    {
        using var line = new NumberedLine();
        List<int> encoded = [];
        encoder.Encode(line.Write(number, []), encoded);
        return encoded.Count;
    }
}
