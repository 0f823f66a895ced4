using DataCuration.TestKit;

namespace DataCuration.Tokenization.Tests;

/// <summary>A byte-pair vocabulary of all 256 bytes in GPT-2's spelling, and two merges.</summary>
internal static class SmallBpe
{
    public static (string Vocabulary, string Merges) Write(TemporaryFolder folder)
    {
        var printable = Enumerable.Range('!', 94).Concat(Enumerable.Range(0xA1, 12)).Concat(Enumerable.Range(0xAE, 82)).ToHashSet();
        int next = 256;
        string[] tokens = [.. Enumerable.Range(0, 256).Select(b => ((char)(printable.Contains(b) ? b : next++)).ToString()), "th", "the"];
        string vocabulary = folder.Combine("vocab.json");
        string merges = folder.Combine("merges.txt");
        File.WriteAllText(vocabulary,
            System.Text.Json.JsonSerializer.Serialize(tokens.Select((token, i) => (token, i)).ToDictionary(pair => pair.token, pair => pair.i)));
        File.WriteAllText(merges, "#version: 0.2\nt h\nth e\n");
        return (vocabulary, merges);
    }
}
