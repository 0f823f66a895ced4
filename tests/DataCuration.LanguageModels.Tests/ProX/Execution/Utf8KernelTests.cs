using System.Text;
using DataCuration.TestKit;

namespace DataCuration.LanguageModels.Tests;

/// <summary>The vectorised kernels against plain versions.</summary>
public sealed class Utf8KernelTests
{
    private static readonly string[] Pieces =
    [
        "a", "word", " ", "\n", "\t", "\r", "\v", "\f", "\u001c", "\u001f", "\u001b", "\u0085", "\u00a0", "\u1680", "\u2000", "\u200a", "\u200b", "\u2019",
        "\u2028", "\u202f", "\u205f", "\u3000", "\u3002", "é", "Москва", "潮汐", "ไทย", "កម្ពុជា", "😀", "𠀀", "\u0086", "\u2080",
        "\u3080", "  ", "sentence of words. ",
    ];

    [Fact]
    public void Count_GeneratedTexts_EqualsPythonsSplit()
    {
        for (ulong seed = 0; seed < 4_000; seed++)
        {
            string text = Make(seed);
            Assert.Equal(StraightforwardProX.CountWords(text), Utf8Words.Count(Encoding.UTF8.GetBytes(text)));
        }
    }

    [Fact]
    public void Measure_GeneratedTexts_EqualsPlainSum()
    {
        for (ulong seed = 0; seed < 4_000; seed++)
        {
            string text = Make(seed);
            long expected = 10L * StraightforwardProX.CountWords(text);
            foreach (Rune rune in text.EnumerateRunes())
            {
                expected += rune.Value switch
                {
                    >= 0x4E00 and <= 0x9FFF or >= 0x20000 and <= 0x2FFFF or >= 0x3041 and <= 0x3096 => 5,
                    >= 0x0E00 and <= 0x0E7F or >= 0x1780 and <= 0x17FF => 2,
                    _ => 0,
                };
            }
            Assert.Equal(expected, Utf8Words.Measure(Encoding.UTF8.GetBytes(text)));
        }
    }

    [Fact]
    public void Count_InvalidUtf8_DoesNotReadOutside()
    {
        var random = new SeededRandom(5);
        for (int i = 0; i < 2_000; i++)
        {
            byte[] bytes = new byte[random.NextInt64(100)];
            for (int j = 0; j < bytes.Length; j++) bytes[j] = (byte)(0xC0 + random.NextInt64(64));
            Assert.InRange(Utf8Words.Count(bytes), 0, bytes.Length);
            Assert.InRange(Utf8Words.Measure(bytes), 0, 15L * bytes.Length);
        }
    }

    [Fact]
    public void Skip_GeneratedTexts_EqualsIndexOf()
    {
        for (ulong seed = 0; seed < 1_000; seed++)
        {
            byte[] text = Encoding.UTF8.GetBytes(Make(seed));
            int lines = text.AsSpan().Count((byte)'\n'), at = 0;
            Assert.Equal(-1, Utf8Lines.Skip(text, 0, lines + 1));
            for (int line = 0; line <= lines; line++)
            {
                Assert.Equal(at, Utf8Lines.Skip(text, 0, line));
                at += text.AsSpan(at).IndexOf((byte)'\n') + 1;
            }
        }
    }

    [Fact]
    public void Next_GeneratedTexts_EqualsIndexOf()
    {
        for (ulong seed = 0; seed < 4_000; seed++)
        {
            var random = new SeededRandom(SeededRandom.Mix(seed));
            byte[] text = Letters(ref random, 1 + (int)random.NextInt64(600)), pattern = Letters(ref random, 1 + (int)random.NextInt64(40));
            if (random.NextInt64(2) == 0 && text.Length > 40) pattern = text[(text.Length - 35)..(text.Length - 5)];
            var search = new Utf8Search(pattern);
            for (int from = 0; from <= text.Length; from++)
            {
                int found = text.AsSpan(from).IndexOf(pattern);
                Assert.Equal(found < 0 ? -1 : from + found, search.Next(text, from));
            }
            search.Dispose();
        }
    }

    [Fact]
    public void Next_RepeatedText_ContinuesInLinearTime()
    {
        // 4 GB of comparisons, if each place were compared: the test would take seconds. Only the result is checked.
        byte[] text = new byte[2_000_000], pattern = new byte[2_000];
        text.AsSpan().Fill((byte)'a');
        pattern.AsSpan().Fill((byte)'a');
        pattern[^1] = (byte)'b';
        text[^1] = (byte)'b';
        var search = new Utf8Search(pattern);
        Assert.Equal(text.Length - pattern.Length, search.Next(text, 0));
        search.Dispose();
    }

    [Fact]
    public void Sort_Intervals_IsStable()
    {
        foreach (int count in new[] { 5, 200 })
        {
            var random = new SeededRandom(9);
            List<(long First, long Last)> intervals = [.. Enumerable.Range(0, count).Select(i => (random.NextInt64(5), (long)i))];
            List<(long First, long Last)> expected = [.. intervals.OrderBy(interval => interval.First)];
            LineIntervals.Sort(intervals);
            Assert.Equal(expected, intervals);
        }
    }

    private static byte[] Letters(ref SeededRandom random, int length)
    {
        byte[] letters = new byte[length];
        for (int i = 0; i < length; i++) letters[i] = (byte)(random.NextInt64(12) == 0 ? 'b' : 'a');
        return letters;
    }

    private static string Make(ulong seed)
    {
        var random = new SeededRandom(SeededRandom.Mix(seed));
        var text = new StringBuilder();
        for (long left = random.NextInt64(60); left > 0; left--) text.Append(Pieces[random.NextInt64(Pieces.Length)]);
        return text.ToString();
    }
}
