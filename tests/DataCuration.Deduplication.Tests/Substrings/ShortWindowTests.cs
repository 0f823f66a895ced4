using System.Text;
using DataCuration.Deduplication.Tests.Encoders;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Substrings;

/// <summary>Windows that are shorter than a character: spans that touch inside one come from different runs.</summary>
public sealed class ShortWindowTests : IDisposable
{
    private static readonly string[] Characters = ["é", "è", "水", "氵", "\U0001F600", "\U0001F601", "\U0001F9D1", "a"];
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("bytes")]
    [InlineData("pieces")]
    public async Task Fit_WindowsShorterThanACharacter_EqualsBruteForce(string? unit)
    {
        ITokenSpanEncoder? encoder = unit switch { null => null, "bytes" => ByteTokenEncoder.Instance, _ => new PieceEncoder() };
        var random = new SeededRandom(51);
        int marked = 0;
        for (int round = 0; round < 6; round++)
        {
            string[][] parts = [Texts(ref random), Texts(ref random), Texts(ref random), Texts(ref random)];
            string[] texts = [.. parts.SelectMany(part => part)];
            int length = 1 + (round % 3);
            SubstringCopies copies = round == 2 ? SubstringCopies.All : SubstringCopies.Later;
            var fit = new SubstringDeduplication
            {
                MinLength = length,
                Encoder = encoder,
                Copies = copies,
                Partitions = 2,
                MemoryBytes = 1 << 20,
                WindowMemory = round < 3 ? null : 200,
            };
            List<(int Start, int End)>[] expected = encoder is null ? SubstringOracle.Find(texts, length, copies)
                : SubstringOracle.FindTokens(texts, encoder, length, copies);
            using DuplicateSpans spans = await SubstringCorpora.ToCorpus(parts).FitAsync(fit, SubstringCorpora.Run(folder, $"{round}"));
            (int Start, int End)[][] found = SubstringCorpora.Read(spans, parts);
            for (int i = 0; i < texts.Length; i++)
                Assert.True(expected[i].SequenceEqual(found[i]), $"Round {round}, length {length}, text {i}: '{texts[i]}' has {string.Join(' ', found[i])}, "
                    + $"not {string.Join(' ', expected[i])}");
            marked += found.Sum(ranges => ranges.Length);
        }
        Assert.True(marked > 20, $"{marked} spans");
    }

    private static string[] Texts(ref SeededRandom random)
    {
        var texts = new string[30];
        for (int i = 0; i < texts.Length; i++)
        {
            var text = new StringBuilder();
            for (int left = (int)random.NextInt64(5); left > 0; left--)
            {
                // Most characters occur once: only their parts are repeated.
                if (random.NextInt64(3) == 0) text.Append(Characters[random.NextInt64(Characters.Length)]);
                else text.Append(new Rune(0x10000 + (int)random.NextInt64(0xFFFF)));
            }
            texts[i] = text.ToString();
        }
        return texts;
    }
}
