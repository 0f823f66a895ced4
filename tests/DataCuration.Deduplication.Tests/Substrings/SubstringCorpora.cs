using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Substrings;

/// <summary>Small random corpora with planted repeats, each of several sources, and the spans that a fit finds in them.</summary>
internal static class SubstringCorpora
{
    /// <summary>Makes the texts of a source.</summary>
    public static string[] MakeTexts(ref SeededRandom random, int round)
    {
        string[] alphabet = round % 3 == 0 ? ["a", "b"] : round % 3 == 1 ? ["a", "b", "c", "\n", "é"] : ["x", "水", "\U0001F600", "é", "z"];
        var planted = new List<string>();
        for (int i = 0; i < 3; i++) planted.Add(Piece(ref random, alphabet, 20));
        var texts = new string[random.NextInt64(9)];
        for (int i = 0; i < texts.Length; i++)
        {
            var text = new StringBuilder();
            for (int j = (int)random.NextInt64(4); j > 0; j--)
                text.Append(Piece(ref random, alphabet, 30)).Append(planted[(int)random.NextInt64(planted.Count)]);
            texts[i] = text.ToString();
        }
        return texts;
    }

    /// <summary>Makes a corpus with a shard for each source that is not empty.</summary>
    public static Corpus ToCorpus(IEnumerable<string[]> parts) => Corpus.Concat([.. parts.Where(part => part.Length > 0)
        .Select((part, number) => Corpus.FromDocuments(part.Select((text, i) => new Document($"{number}/{i}", text))))]);

    /// <summary>Returns the spans of each document.</summary>
    public static (int Start, int End)[][] Read(DuplicateSpans spans, IEnumerable<string[]> parts) => [.. parts.Where(part => part.Length > 0)
        .SelectMany((part, shard) => part.Select((_, record) => spans.Read(shard, record).Select(span => (span.Start, span.End)).ToArray()))];

    public static CurationRun Run(RunFolder folder, string work) =>
        folder.Run(options => options with { WorkDirectory = folder.Inputs[work], MaxParallelShards = 1 });

    private static string Piece(ref SeededRandom random, string[] alphabet, int length)
    {
        var piece = new StringBuilder();
        for (int i = (int)random.NextInt64(length); i > 0; i--) piece.Append(alphabet[random.NextInt64(alphabet.Length)]);
        return piece.ToString();
    }
}
