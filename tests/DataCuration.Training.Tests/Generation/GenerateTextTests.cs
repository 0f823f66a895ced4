using System.Text;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

public sealed class GenerateTextTests
{
    private static readonly string[] Prompts = ["The cat", "Grüße aus 東京", "", "1, 2, 3"];

    private static TorchSharpModel Bytes() => GenerationModels.Model(GenerationModels.Options(context: 128, vocabulary: 257));

    [Fact]
    public void Generate_Text_IsTheTextOfTheTokens()
    {
        using TorchSharpModel model = Bytes();
        var streamed = new StringBuilder[Prompts.Length];
        for (int i = 0; i < streamed.Length; i++) streamed[i] = new();
        var options = new GenerationOptions { MaxNewTokens = 40, Temperature = 1, Seed = 2 };
        IReadOnlyList<GeneratedSequence> found =
            model.Generate(Prompts, ByteTokenEncoder.Instance, options, token => streamed[token.Prompt].Append(token.Text));
        ReadOnlyMemory<int>[] tokens =
            [.. Prompts.Select(prompt => new ReadOnlyMemory<int>([256, .. Encoding.UTF8.GetBytes(prompt).Select(value => (int)value)]))];
        IReadOnlyList<GeneratedSequence> expected = model.Generate(tokens, options with { StopTokens = [256] });
        for (int i = 0; i < Prompts.Length; i++)
        {
            Assert.Equal(expected[i].Tokens, found[i].Tokens);
            Assert.Equal(tokens[i].Length, found[i].PromptTokens);
            Assert.Equal(found[i].Text, streamed[i].ToString());
            Assert.True(found[i].Text!.Length > 5);
        }
    }

    [Fact]
    public void Generate_StopString_EndsTheTextBeforeIt()
    {
        using TorchSharpModel model = Bytes();
        var options = new GenerationOptions { MaxNewTokens = 60 };
        IReadOnlyList<GeneratedSequence> whole = model.Generate(Prompts, ByteTokenEncoder.Instance, options);
        string stop = whole[0].Text!.Substring(10, 3);
        var streamed = new StringBuilder();
        IReadOnlyList<GeneratedSequence> found = model.Generate(Prompts, ByteTokenEncoder.Instance, options with { StopStrings = ["never there", stop] },
            token => streamed.Append(token.Prompt == 0 ? token.Text : ""));
        Assert.Equal(GenerationEnd.StopString, found[0].End);
        for (int i = 0; i < Prompts.Length; i++)
        {
            int at = whole[i].Text!.IndexOf(stop, StringComparison.Ordinal);
            Assert.Equal(at < 0 ? whole[i].Text : whole[i].Text![..at], found[i].Text);
            Assert.Equal(at < 0 ? whole[i].End : GenerationEnd.StopString, found[i].End);
        }
        Assert.Equal(found[0].Text, streamed.ToString());
        Assert.True(found[0].Tokens.Count < whole[0].Tokens.Count);
    }

    [Fact]
    public void Generate_EncoderThatDoesNotDecode_IsRefused()
    {
        using TorchSharpModel model = Bytes();
        var error = Assert.Throws<ArgumentException>(() => model.Generate(Prompts, new Mute()));
        Assert.Contains("Mute is no ITokenTextDecoder", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Pieces of characters, of different lengths, add up to the text; a piece never ends within a character.</summary>
    [Theory]
    [InlineData("Grüße aus 東京, 👩‍👩‍👧 und \u0000\n")]
    [InlineData("plain")]
    public void Append_BytesOfCharacters_GivesWholeCharacters(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var pieces = new IncrementalText(ByteTokenEncoder.Instance, [256, 'x']);
        var all = new StringBuilder();
        foreach (byte value in bytes)
        {
            string piece = pieces.Append(value);
            Assert.DoesNotContain('\uFFFD', piece);
            all.Append(piece);
        }
        Assert.Equal(text, all.ToString());
        Assert.Equal("", pieces.Finish());
    }

    /// <summary>Byte-level merges give tokens that end one character and begin the next, several in a row.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Append_TokensAcrossCharacters_AddUpToTheText(bool isValid)
    {
        var random = new SeededRandom(3);
        string[] characters = ["a", " ", "ü", "東", "京", "😀", "\uFFFD", "\n"];
        for (int trial = 0; trial < 300; trial++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 40).Select(_ => characters[random.NextInt64(characters.Length)])));
            if (!isValid) for (int i = 0; i < 12; i++) bytes[random.NextInt64(bytes.Length)] = (byte)random.NextInt64(256);
            var pieces = new IncrementalText(new PiecesOf(bytes, random.NextUInt64(), out int[] tokens), []);
            var all = new StringBuilder();
            foreach (int token in tokens) all.Append(pieces.Append(token));
            Assert.Equal(Encoding.UTF8.GetString(bytes), all.Append(pieces.Finish()).ToString());
        }
    }

    [Fact]
    public void Append_BytesThatFormNoCharacter_EndInReplacements()
    {
        var pieces = new IncrementalText(ByteTokenEncoder.Instance, []);
        var all = new StringBuilder();
        for (int i = 0; i < 100; i++) all.Append(pieces.Append(0x80));
        Assert.True(all.Length > 80, "Text must not be held back without end.");
        all.Append(pieces.Append('a')).Append(pieces.Append(0xE6)).Append(pieces.Finish());
        Assert.Equal(new string('\uFFFD', 100) + "a\uFFFD", all.ToString());
    }

    [Fact]
    public void Take_EndingThatMayBecomeAStopString_IsHeldBack()
    {
        var text = new StopText(["</s>", "\n\n"]);
        Assert.False(text.Append("a</"));
        Assert.Equal("a", text.Take(all: false));
        Assert.False(text.Append("b\n"));
        Assert.Equal("</b", text.Take(all: false));
        Assert.True(text.Append("\nrest</s>"));
        Assert.Equal("a</b", text.ToString());
        Assert.Equal("", text.Take(all: true));
    }

    /// <summary>Models are padded to a multiple of 64 tokens, say; the encoder has no text for the tokens that were never trained.</summary>
    [Fact]
    public void Generate_ModelWithMoreTokensThanTheEncoder_ChoosesThoseOfTheEncoder()
    {
        using TorchSharpModel model = GenerationModels.Model(GenerationModels.Options(context: 128, vocabulary: 2_000));
        IReadOnlyList<GeneratedSequence> found =
            model.Generate(Prompts, ByteTokenEncoder.Instance, new() { MaxNewTokens = 30, Temperature = 3, Seed = 1 });
        Assert.All(found, sequence => Assert.All(sequence.Tokens, token => Assert.InRange(token, 0, 255)));
    }

    /// <summary>Text divided into tokens of 1 to 4 bytes, also within characters.</summary>
    private sealed class PiecesOf : ITokenTextDecoder
    {
        private readonly List<byte[]> pieces = [];

        public PiecesOf(ReadOnlySpan<byte> text, ulong seed, out int[] tokens)
        {
            var random = new SeededRandom(seed);
            while (!text.IsEmpty)
            {
                int length = Math.Min(text.Length, 1 + (int)random.NextInt64(4));
                pieces.Add(text[..length].ToArray());
                text = text[length..];
            }
            tokens = [.. Enumerable.Range(0, pieces.Count)];
        }

        public string Decode(ReadOnlySpan<int> tokens)
        {
            var bytes = new List<byte>();
            foreach (int token in tokens) bytes.AddRange(pieces[token]);
            return Encoding.UTF8.GetString([.. bytes]);
        }
    }

    private sealed class Mute : ITokenEncoder
    {
        public int VocabularySize => 257;

        public int EndOfDocument => 256;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", "mute");

        public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens) => tokens.Add(1);
    }
}
