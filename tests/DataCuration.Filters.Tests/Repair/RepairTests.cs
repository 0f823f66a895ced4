using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Repair;

public sealed class RepairTests
{
    /// <summary>Starts of runs of three characters that decompose, compose, or are out of order in many ways.</summary>
    private static readonly int[] Starts =
    [
        0x20, 0x41, 0x61, 0xC0, 0x300, 0x320, 0x344, 0x1100, 0x1160, 0x11A8, 0xAC00, 0x0915, 0x093C, 0x09C7, 0x09BE, 0x1E60, 0x1E9B, 0x2126, 0xFB01, 0xFF76,
        0xFF9E, 0x1D15E, 0x2F800, 0x3099,
    ];

    [Theory]
    [InlineData("a\0b\u0007c\u007Fd\u009Fe", "abcde")]
    [InlineData("a\tb\nc\r\nd\fe\u0085f", "a\tb\nc\r\nd\fe\u0085f")]
    [InlineData("a\u200Bb\uFEFFc\u00ADd\u2060e\u180E", "abcde")]
    [InlineData("می\u200Cخواهم 👨\u200D👩", "می\u200Cخواهم 👨\u200D👩")]
    [InlineData("a\u200Eb\u202Ec\uFFFDd\uFFFCe", "a\u200Eb\u202Ec\uFFFDde")]
    public void InvisibleCharacters_Default_AsExpected(string text, string expected) => Assert.Equal(expected, Apply(new InvisibleCharacterRemover(), text));

    [Fact]
    public void InvisibleCharacters_EachOption_RemovesItsOwn()
    {
        const string Text = "\0|\u200B|\u200D|\u200E\u061C|\uFFFD|س";
        Assert.Equal("\0|\u200B|\u200D|\u200E\u061C|\uFFFD|س", Apply(new InvisibleCharacterRemover { Controls = false, ZeroWidth = false }, Text));
        Assert.Equal("||\u200D|\u200E\u061C|\uFFFD|س", Apply(new InvisibleCharacterRemover(), Text));
        Assert.Equal("||||\uFFFD|س", Apply(new InvisibleCharacterRemover { Joiners = true, DirectionMarks = true }, Text));
        Assert.Equal("||\u200D|\u200E\u061C||س", Apply(new InvisibleCharacterRemover { ReplacementCharacters = true }, Text));
    }

    [Fact]
    public void InvisibleCharacters_EveryCodePoint_IsFoundByTheFastSearch()
    {
        var stage = new InvisibleCharacterRemover { Joiners = true, DirectionMarks = true, ReplacementCharacters = true };
        int removed = 0;
        var edit = new TextEdit();
        for (int point = 0; point <= 0x10FFFF; point++)
        {
            if (point is >= 0xD800 and <= 0xDFFF || (point >= 0x3000 && point % 0x100 > 0x10 && point < 0xFE00)) continue;
            if (!stage.IsRemoved(point)) continue;
            removed++;
            Assert.Equal("x"u8.ToArray(), stage.Remove(Encoding.UTF8.GetBytes("x" + new Rune(point)), edit).ToArray());
        }
        Assert.Equal(89, removed);
    }

    [Theory]
    [InlineData("a[1] b[citation needed] c[edit] d[] e[١٢]", "a b c d e")]
    [InlineData("a[1 b [x] [Edit] [ 1 ] [1", "a[1 b [x] [Edit] [ 1 ] [1")]
    [InlineData("[[1]]", "[]")]
    public void Citations_Default_AsInC4(string text, string expected) => Assert.Equal(expected, Apply(new CitationMarkRemover(), text));

    [Fact]
    public void Citations_OwnNotes_TakeTheirPlace()
    {
        Assert.Equal("a[1] b [edit]", Apply(new CitationMarkRemover { Numbers = false, Notes = ["when?"] }, "a[1] b[when?] [edit]"));
        Assert.Throws<ArgumentException>(() => new CitationMarkRemover { Notes = [""] });
    }

    [Fact]
    public void Citations_RandomText_EqualsTheExpression()
    {
        var random = new SeededRandom(8);
        var expression = new Regex(@"\[\d*\]|\[edit\]|\[citation needed\]", RegexOptions.CultureInvariant);
        string[] pieces = ["[", "]", "1", "٣", "edit", "citation needed", " ", "[edit]", "x"];
        for (int i = 0; i < 2_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, (int)random.NextInt64(16)).Select(_ => pieces[random.NextInt64(pieces.Length)]));
            Assert.Equal(expression.Replace(text, ""), Apply(new CitationMarkRemover(), text));
        }
    }

    [Fact]
    public void WhiteSpace_RandomText_EqualsThePlainForm()
    {
        var random = new SeededRandom(9);
        string[] pieces = ["a", " ", "\t", "\n", "\r\n", "\r", "\v", "\u00A0", "\u2028", "\u3000", "é", "\n\n", "  "];
        var stage = new WhiteSpaceNormalizer { CollapsesSpaces = true, MaxBlankLines = 1 };
        for (int i = 0; i < 3_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, (int)random.NextInt64(20)).Select(_ => pieces[random.NextInt64(pieces.Length)]));
            string plain = Regex.Replace(text, "\r\n|[\r\v\f\u001C-\u001E\u0085\u2028\u2029]", "\n");
            plain = plain.Replace('\u00A0', ' ').Replace('\u3000', ' ');
            plain = string.Join('\n', plain.Split('\n').Select(line => Regex.Replace(line.TrimEnd(' ', '\t'), "(?<=[^ \t])[ \t]+", " ")));
            plain = Regex.Replace(plain, "^\n{2,}", "\n\n");
            plain = Regex.Replace(plain, "(?<=[^\n])\n{3,}", "\n\n").Trim('\n').TrimEnd();
            Assert.Equal(plain, Apply(stage, text));
        }
    }

    [Theory]
    [InlineData("a\r\nb\rc\vd\u2028e\u0085f", "a\nb\nc\nd\ne\nf")]
    [InlineData("a\u00A0b\u3000c\u2009d\te", "a b c d\te")]
    [InlineData("  a  \n\tb\t\n\n\n\nc \n\n", "  a\n\tb\n\n\n\nc")]
    [InlineData("\n \n  x", "  x")]
    [InlineData("été “x” 中文", "été “x” 中文")]
    [InlineData(" \n\t", "")]
    public void WhiteSpace_Default_AsExpected(string text, string expected) => Assert.Equal(expected, Apply(new WhiteSpaceNormalizer(), text));

    [Fact]
    public void WhiteSpace_Options_DoWhatTheySay()
    {
        Assert.Equal("  a b c\n d", Apply(new WhiteSpaceNormalizer { CollapsesSpaces = true }, "  a  b\tc\n d"));
        Assert.Equal("a\n\nb\n\nc", Apply(new WhiteSpaceNormalizer { MaxBlankLines = 1 }, "a\n\n\n\nb\n\nc"));
        Assert.Equal("a\nb", Apply(new WhiteSpaceNormalizer { MaxBlankLines = 0 }, "a\n \n\nb"));
        Assert.Equal("a \r\n\r\n b", Apply(new WhiteSpaceNormalizer { UnifiesLineEnds = false, TrimsLines = false }, "a\u00A0\r\n\r\n b"));
        Assert.Equal("a\u00A0\n b", Apply(new WhiteSpaceNormalizer { UnifiesSpaces = false }, "a\u00A0\r\n b"));
        Assert.Equal("\n a \n", Apply(new WhiteSpaceNormalizer { TrimsText = false, TrimsLines = false }, "\n a \n"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WhiteSpaceNormalizer { MaxBlankLines = -1 });
    }

    [Theory]
    [InlineData(NormalizationForm.FormC, "e\u0301\u0323 \u212B \uFB01 \u1112\u1161\u11AB", "\u1EB9\u0301 \u00C5 \uFB01 \uD55C")]
    [InlineData(NormalizationForm.FormD, "\u1E69 \uD55C \uFB01", "s\u0323\u0307 \u1112\u1161\u11AB \uFB01")]
    [InlineData(NormalizationForm.FormKC, "\uFB01 \uFF21 \u00BD \uFF76\uFF9E \u1E9B\u0323", "fi A 1\u20442 \u30AC \u1E69")]
    [InlineData(NormalizationForm.FormKD, "\u1E9B\u0323 \u00B2", "s\u0323\u0307 2")]
    [InlineData(NormalizationForm.FormC, "\u0344 \u0958 \u09C7\u09BE \u2ADC", "\u0308\u0301 \u0915\u093C \u09CB \u2ADD\u0338")]
    public void Normalizer_Examples_AsExpected(NormalizationForm form, string text, string expected) =>
        Assert.Equal(Escape(expected), Escape(Apply(new UnicodeNormalizer { Form = form }, text)));

    [Fact]
    public void Normalizer_RandomText_ObeysTheLawsOfAnnex15()
    {
        var random = new SeededRandom(5);
        var normalization = new Utf8Normalization();
        int changed = 0;
        for (int i = 0; i < 600; i++)
        {
            string text = string.Concat(Enumerable.Range(0, 1 + (int)random.NextInt64(12)).Select(_ =>
                new Rune(Starts[random.NextInt64(Starts.Length)] + (int)random.NextInt64(3)).ToString()));
            string c = Form(text, NormalizationForm.FormC), d = Form(text, NormalizationForm.FormD), kc = Form(text, NormalizationForm.FormKC),
                kd = Form(text, NormalizationForm.FormKD);
            Assert.True(c == Form(c, NormalizationForm.FormC) && c == Form(d, NormalizationForm.FormC), Escape(text));
            Assert.True(d == Form(d, NormalizationForm.FormD) && d == Form(c, NormalizationForm.FormD), Escape(text));
            Assert.True(kc == Form(kd, NormalizationForm.FormKC) && kc == Form(c, NormalizationForm.FormKC) && kc == Form(d, NormalizationForm.FormKC),
                Escape(text));
            Assert.True(kd == Form(kc, NormalizationForm.FormKD) && kd == Form(d, NormalizationForm.FormKD), Escape(text));
            // Character by character without the quick check: the plain way.
            Assert.True(d == Form(string.Concat(text.EnumerateRunes().Select(rune => Form(rune.ToString(), NormalizationForm.FormD))),
                NormalizationForm.FormD), Escape(text));
            if (c != text) changed++;
        }
        Assert.True(changed > 200, $"{changed} texts changed");

        string Form(string text, NormalizationForm form) => Encoding.UTF8.GetString(normalization.Normalize(Encoding.UTF8.GetBytes(text), form).Span);
    }

    /// <summary>SHA-256 of all code points and of random texts in each form, one a line, by CPython 3.11.7's <c>unicodedata</c> (Unicode 14.0.0).</summary>
    [Theory]
    [InlineData(NormalizationForm.FormC, "9cc65524a9d8082bf10840c616cd199bd2ac12ee49a3381bd6fb7957711f342b",
        "1d0a54eb931a41e5ddbafa72e0c5036483b1ea14fca64b22a8c5dbdce80ee158")]
    [InlineData(NormalizationForm.FormD, "b505598a484ab04ad1f0d3e9d772f4a536b012c63ec82132e4a7fba25a8d94f2",
        "8f4d3208f44cd9634f89626f23cbaae3a4271d01492965b719c1a4b1462b20b9")]
    [InlineData(NormalizationForm.FormKC, "06e7277bca1b5f061a23d4e0caee648a132aee7e3fe7ae21a6f460298c980a11",
        "c24f6aa40d14c1e8a1e1898152b25f76b2fa30b501dcdbb67423344f499aed40")]
    [InlineData(NormalizationForm.FormKD, "d796bc2466011eef032f183cd5a0e9335aed43a191d6c20c137ee95f1fc98dc6",
        "cf5c5469dcdef03427242913af336bceff44190590b6e9c7b786625c814975e0")]
    public void Normalizer_AllCodePointsAndRandomTexts_EqualPython(NormalizationForm form, string allPoints, string randomTexts)
    {
        var normalization = new Utf8Normalization();
        using var points = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] one = new byte[4];
        for (int point = 0; point <= 0x10FFFF; point++)
        {
            if (point is >= 0xD800 and <= 0xDFFF) continue;
            points.AppendData(normalization.Normalize(one.AsMemory(0, new Rune(point).EncodeToUtf8(one)), form).Span);
            points.AppendData("\n"u8);
        }
        Assert.Equal(allPoints, Convert.ToHexStringLower(points.GetHashAndReset()));
        var random = new SeededRandom(6);
        for (int i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder();
            for (ulong left = 1 + random.NextUInt64() % 12; left > 0; left--)
            {
                ulong drawn = random.NextUInt64();
                text.Append(new Rune(Starts[drawn % (ulong)Starts.Length] + (int)((drawn >> 32) % 3)));
            }
            points.AppendData(normalization.Normalize(Encoding.UTF8.GetBytes(text.ToString()), form).Span);
            points.AppendData("\n"u8);
        }
        Assert.Equal(randomTexts, Convert.ToHexStringLower(points.GetHashAndReset()));
    }

    [Fact]
    public void Normalizer_SoundText_IsReturnedAsItIs()
    {
        byte[] text = Encoding.UTF8.GetBytes("Été à Zürich, Ελλάδα, Москва, 日本語, 한국어, हिन्दी, tiếng Việt.");
        ReadOnlyMemory<byte> memory = text;
        Assert.True(new Utf8Normalization().Normalize(memory, NormalizationForm.FormC).Equals(memory));
        Assert.True(StageCalls.Once(new UnicodeNormalizer(), Encoding.UTF8.GetString(text)).IsKeep);
    }

    private static string Apply(SynchronousStage stage, string text)
    {
        StageResult result = StageCalls.Once(stage, text);
        return result.Document?.Text ?? (result.IsKeep ? text : "dropped");
    }

    private static string Escape(string text) => string.Join(' ', text.EnumerateRunes().Select(rune => rune.Value.ToString("X", CultureInfo.InvariantCulture)));
}
