using System.Text;
using System.Text.RegularExpressions;

namespace DataCuration.Tokenization.Tests;

/// <summary>Scanners split as the patterns do, and patterns as .NET's regular expressions where both mean the same.</summary>
public sealed class ScannerTests
{
    public static TheoryData<string, string[]> Known { get; } = new()
    {
        { nameof(WordSplit.Gpt2), [KnownPatterns.Gpt2] },
        { nameof(WordSplit.Llama3), [KnownPatterns.Llama3] },
        { nameof(WordSplit.Qwen), [KnownPatterns.Qwen] },
        { nameof(WordSplit.O200k), [KnownPatterns.O200k] },
        { nameof(WordSplit.DeepSeek), [KnownPatterns.DeepSeekDigits, KnownPatterns.DeepSeekIdeographs, KnownPatterns.DeepSeekWords] },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Next_RandomText_IsThePatterns(string split, string[] patterns)
    {
        PreTokenizerStep scanner = WordSplits.Create(Enum.Parse<WordSplit>(split))!;
        PreTokenizerStep[] steps =
            [.. patterns.Select(pattern => new PatternPreTokenizer(SplitPattern.Expression(pattern), SplitBehavior.Isolated, inverts: false))];
        var random = new Random(7);
        for (int i = 0; i < 600; i++)
        {
            string text = SmallTokenizers.RandomText(random, random.Next(1, 40));
            Assert.Equal(Pieces(text, steps), Pieces(text, [scanner]));
        }
    }

    [Theory]
    [InlineData(KnownPatterns.Gpt2)]
    [InlineData(KnownPatterns.O200k)]
    [InlineData(KnownPatterns.DeepSeekWords)]
    [InlineData(@"(?>\p{Lu}+|x)\s?|[^\P{L}a-z]{2,}?|(?<=\s)\d|\b\w(?!\p{Ll})|[\p{Lo}-[\u3040-\u30FF]]")]
    public void FindAll_BasicPlane_IsNets(string pattern)
    {
        // The last class has .NET's syntax for a difference; Oniguruma writes it as an intersection.
        string ours = pattern.Replace(@"[\p{Lo}-[\u3040-\u30FF]]", @"[\p{Lo}&&[^\u3040-\u30FF]]", StringComparison.Ordinal);
        const string Word = @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u24B6-\u24E9";
        string theirs = pattern.Replace(@"\d", "[0-9]", StringComparison.Ordinal).Replace(@"\w", $"[{Word}]", StringComparison.Ordinal)
            .Replace(@"\b", $"(?<=^|[^{Word}])", StringComparison.Ordinal);
        var regex = new Regex(theirs, RegexOptions.CultureInvariant);
        SplitPattern own = SplitPattern.Expression(ours.Replace(@"\d", "[0-9]", StringComparison.Ordinal));
        var random = new Random(11);
        for (int i = 0; i < 300; i++)
        {
            string text = new([.. SmallTokenizers.RandomText(random, 25).Where(c => !char.IsSurrogate(c) && c != '\u017F')]);
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            var matches = new List<int>();
            own.FindAll(bytes, matches);
            Assert.Equal(regex.Matches(text).Select(match => match.Value),
                matches.Chunk(2).Select(range => Encoding.UTF8.GetString(bytes[range[0]..range[1]])));
        }
    }

    private static string[] Pieces(string text, params PreTokenizerStep[] steps)
    {
        var work = new WorkText();
        work.Set(Encoding.UTF8.GetBytes(text), 0, tracks: false);
        foreach (PreTokenizerStep step in steps) step.Apply(work);
        string[] pieces = [.. work.Pieces.Select(piece => Encoding.UTF8.GetString(work.Text[piece.Start..piece.End]))];
        Assert.Equal(text, string.Concat(pieces));
        return pieces;
    }
}
