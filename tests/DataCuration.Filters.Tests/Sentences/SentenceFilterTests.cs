using System.Text.RegularExpressions;
using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Sentences;

public sealed partial class SentenceFilterTests
{
    private const string Long = "El paciente ingresa por dolor en el pecho.", Other = "La evolución posterior fue favorable y sin fiebre.";

    private static readonly string[] Words =
        ["if", "var", "else", "function", "const", "script", "ifs", "if_", "éif", "x;", "{}", "a=b", "[", "\u00A0", " ", "\n", "paciente"];

    [Fact]
    public void Transform_ShortCodeAndRepeatedSentences_AreRemoved()
    {
        const string Text = "Resumen\n" + Long + " Sí. " + Other + "\nif (a[0] == b) { var c = function() { d(); }; } else { e = {}; }\n" + Long;
        StageResult result = StageCalls.Once(new SentenceFilter(), Text);
        Assert.Equal($"{Long}\n{Other}", result.Document!.Text);
        Assert.Equal(4, result.Document.Get(SentenceFilter.Removed));
    }

    [Fact]
    public void Transform_OnOneLine_KeepsLines() =>
        Assert.Equal($"{Long} {Other}\n{Other}",
            StageCalls.Once(new SentenceFilter { OnePerLine = false, RemovesRepeats = false }, $"{Long} {Other}\n\n{Other}\n").Document!.Text);

    [Fact]
    public void Transform_NothingToChange_Keeps()
    {
        Assert.True(StageCalls.Once(new SentenceFilter(), $"{Long}\n{Other}").IsKeep);
        Assert.Equal(SentenceFilter.Reason, StageCalls.Once(new SentenceFilter(), "Sí. No.\n").Reason);
        Assert.Equal(SentenceFilter.Reason, StageCalls.Once(new SentenceFilter(), "").Reason);
    }

    [Theory]
    [InlineData(30, false)]
    [InlineData(31, true)]
    public void Transform_LengthAtTheLimit_CountsCodePoints(int length, bool isKept) =>
        Assert.Equal(isKept, !StageCalls.Once(new SentenceFilter { MaxCharacters = 31 }, string.Concat(Enumerable.Repeat("😀", length))).IsDrop);

    [Theory]
    [InlineData("ES")]
    [InlineData("es-MX")]
    [InlineData("spa")]
    public void Transform_Languages_KeepsSentencesOfThemAboveTheScore(string language)
    {
        var filter = new SentenceFilter { MinCharacters = 1, Identifier = new FirstWordIdentifier(), Languages = [language], MinLanguageScore = 0.8 };
        Assert.Equal("es80 uno.", StageCalls.Once(filter, "es80 uno. es79 dos. en99 three. xx.").Document!.Text);
    }

    [Fact]
    public async Task Run_LanguagesWithoutIdentifier_IsRefused()
    {
        using var folder = new RunFolder(inMemory: true);
        foreach (SentenceFilter half in new[] { new SentenceFilter { Languages = ["es"] }, new SentenceFilter { Identifier = new FirstWordIdentifier() } })
        {
            Exception e = await Assert.ThrowsAnyAsync<Exception>(() => RunFolder.Documents(1).Pipe(half).WriteJsonlAsync("out", folder.Run()));
            Assert.Contains("needs both Identifier and Languages", e.ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>The measure of code equals the reference's expressions, which the plain form below has.</summary>
    [Fact]
    public void CodeShare_AnySentence_EqualsTheExpressions() => Gen.Int[0, Words.Length - 1].Select(i => Words[i]).Array[0, 12].Sample(words =>
    {
        string sentence = string.Concat(words).Trim();
        int count = sentence.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        double expected = count == 0 ? 0 : ((double)Keyword.Count(sentence) / count) + ((double)Sign.Count(sentence) / sentence.Length);
        Assert.Equal(expected, CodeShare.Measure(System.Text.Encoding.UTF8.GetBytes(sentence)), 1e-12);
    });

    [GeneratedRegex(@"\b(var|function|const|if|else|script)\b")]
    private static partial Regex Keyword { get; }

    [GeneratedRegex(@"[;=&\[\](){}/\\]")]
    private static partial Regex Sign { get; }

    /// <summary>Reads language and score from the first word: <c>es80</c>.</summary>
    private sealed class FirstWordIdentifier : ILanguageIdentifier
    {
        public string Name => "first-word";

        public void Describe(FingerprintWriter writer) => writer.Add("kind", Name);

        public int Identify(ReadOnlySpan<byte> utf8Text, Span<LanguageScore> languages)
        {
            if (utf8Text.Length < 4 || utf8Text[2] is not (>= (byte)'0' and <= (byte)'9')) return 0;
            languages[0] = new(System.Text.Encoding.UTF8.GetString(utf8Text[..2]), (((utf8Text[2] - '0') * 10) + utf8Text[3] - '0') / 100.0);
            return 1;
        }
    }
}
