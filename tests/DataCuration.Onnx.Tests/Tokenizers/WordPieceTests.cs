using System.Text;
using CsCheck;
using Microsoft.ML.Tokenizers;

namespace DataCuration.Onnx.Tests;

public sealed class WordPieceTests : IDisposable
{
    private static readonly string[] Others = [" ", "  ", "'", "-", "#", "文", "字", "Sea", "AB"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("the river carries sand", "the river carries sand")]
    [InlineData("THE River", "the river")]
    [InlineData("stones sanded seaing", "stone ##s sand ##ed sea ##ing")]
    [InlineData("unaffable", "un ##aff ##able")]
    [InlineData("unaffablex", "[UNK]")]
    [InlineData("sea,sand.", "sea , sand .")]
    [InlineData("Café NAÏVE cafe\u0301", "cafe naive cafe")]
    [InlineData("中文sea中", "中 文 sea 中")]
    [InlineData("[SEP] [CLS]", "[UNK] [UNK] [UNK] [UNK] [UNK] [UNK]")]
    [InlineData("se\u00ADa se\0a s\u200Dea se\uFFFDa", "sea sea sea sea")]
    [InlineData("sea\u2028sand\u3000the\u00A0river\tdown\r\nto", "sea sand the river down to")]
    [InlineData("##s", "[UNK] [UNK] [UNK]")]
    [InlineData("a—b", "a [UNK] b")]
    [InlineData("ａ", "[UNK]")]
    [InlineData("\u0130", "[UNK]")]
    [InlineData("+", "[UNK]")]
    [InlineData("sea_sand", "sea [UNK] sand")]
    [InlineData("sea+sand$", "sea [UNK] sand [UNK]")]
    [InlineData("🙂 sea", "[UNK] sea")]
    public void Encode_UncasedVocabulary_GivesPieces(string text, string expected) => Assert.Equal(expected, Encode(TestModels.Tokenizer(folder), text));

    [Theory]
    [InlineData("THE sea", "[UNK] sea")]
    [InlineData("café cafe", "[UNK] cafe")]
    public void Encode_CasedVocabulary_KeepsLettersAndAccents(string text, string expected) =>
        Assert.Equal(expected, Encode(TestModels.Tokenizer(folder, lowerCase: false), text));

    [Fact]
    public void Encode_WordsOfHundredCharacters_AreTheLongest()
    {
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        Assert.Equal("a" + string.Concat(Enumerable.Repeat(" ##a", 99)), Encode(tokenizer, new string('a', 100)));
        Assert.Equal("[UNK] sea", Encode(tokenizer, new string('a', 101) + " sea"));
        Assert.Equal("[UNK] sea", Encode(tokenizer, string.Concat(Enumerable.Repeat("😀", 5000)) + " sea"));
    }

    [Fact]
    public void Encode_PlainText_IsThatOfTheTokenizersLibrary()
    {
        // The texts avoid the library's differences from BERT. It leaves accents to the system. It does not treat symbols such as + $ _ as punctuation, and
        // gives no token for "+". It removes tabs and line ends as control characters, which joins two words.
        using FileStream stream = File.OpenRead(TestModels.WriteVocabulary(folder));
        BertTokenizer library = BertTokenizer.Create(stream, new BertOptions { SplitOnSpecialTokens = false });
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        Gen<string> part = Gen.OneOf(Gen.Int[5, TestModels.Vocabulary.Length - 1].Select(i => TestModels.Vocabulary[i]), Gen.Int[0, Others.Length - 1]
            .Select(i => Others[i]), Gen.String[Gen.Char[' ', '~'], 0, 6].Select(text => string.Concat(text.Where(c => !char.IsSymbol(c) && c != '_'))));
        part.Array[0, 30].Select(string.Concat).Sample(text =>
        {
            var tokens = new List<int>();
            tokenizer.Encode(Encoding.UTF8.GetBytes(text), 100_000, OnnxTruncation.Head, tokens);
            Assert.Equal(library.EncodeToIds(text), tokens);
        }, iter: 3000, threads: 1);
    }

    [Fact]
    public void Encode_AnyBytes_GiveTokensOfTheVocabulary()
    {
        OnnxTokenizer tokenizer = TestModels.Tokenizer(folder);
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[3, 40], Gen.Bool).Sample((bytes, most, tail) =>
        {
            var tokens = new List<int>();
            int count = tokenizer.Encode(bytes, most, tail ? OnnxTruncation.HeadAndTail : OnnxTruncation.Head, tokens);
            Assert.Equal(count + 2, tokens.Count);
            Assert.True(tokens.Count <= most);
            Assert.All(tokens, token => Assert.InRange(token, 0, tokenizer.VocabularySize - 1));
            Assert.Equal((2, 3), (tokens[0], tokens[^1]));
        }, iter: 3000, threads: 1);
    }

    [Fact]
    public void Strip_Characters_LoseTheirMarks()
    {
        // Examples from UnicodeData.txt, the Hangul example of the Unicode Standard (section 3.12: U+D4DB), and a character with two parts.
        Assert.Equal("A", Strip("Å"));
        Assert.Equal("a", Strip("ậ"));
        Assert.Equal("и", Strip("й"));
        Assert.Equal("\u1111\u1171\u11B6", Strip("\uD4DB"));
        Assert.Equal("\u1100\u1161", Strip("\uAC00"));
        Assert.Equal("\u09C7\u09BE", Strip("\u09CB"));
        Assert.Equal("", Strip("\u0301"));
        Assert.Equal("か", Strip("が"));
        Assert.Equal("ß", Strip("ß"));
    }

    [Fact]
    public void FromVocabulary_FilesOfAnotherKind_AreRefused()
    {
        Assert.Contains("[UNK]", Assert.Throws<InvalidDataException>(() => OnnxTokenizer.FromVocabulary(folder.Write("a.txt", "one\ntwo\n"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("UTF-8", Assert.Throws<InvalidDataException>(() => OnnxTokenizer.FromVocabulary(folder.Write("b.txt", [0xFF, 0xFE, 0x41]))).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => OnnxTokenizer.FromVocabulary(folder.Write("c.txt", "")));
        Assert.Throws<FileNotFoundException>(() => OnnxTokenizer.FromVocabulary(folder["d.txt"]));
        // Both kinds of line ends.
        string windows = folder.Write("e.txt", string.Join("\r\n", TestModels.Vocabulary));
        Assert.Equal("sea ##s", Encode(OnnxTokenizer.FromVocabulary(windows), "seas"));
    }

    private static string Strip(string text)
    {
        Span<Rune> parts = stackalloc Rune[4];
        return string.Concat(parts[..Decompositions.Strip(text.EnumerateRunes().Single(), parts)].ToArray());
    }

    private static string Encode(OnnxTokenizer tokenizer, string text)
    {
        var tokens = new List<int>();
        int count = tokenizer.Encode(Encoding.UTF8.GetBytes(text), 100_000, OnnxTruncation.Head, tokens);
        Assert.Equal(("[CLS]", "[SEP]", count + 2), (TestModels.Vocabulary[tokens[0]], TestModels.Vocabulary[tokens[^1]], tokens.Count));
        return string.Join(' ', tokens[1..^1].Select(token => TestModels.Vocabulary[token]));
    }
}
