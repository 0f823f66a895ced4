using System.Text;
using System.Text.Json;
using DataCuration.PeerVectors;

namespace DataCuration.Filters.Tests.Splitting;

public sealed class DclmWordsTests
{
    /// <summary>The word of fastText for a line end.</summary>
    private const string LineEnd = "</s>";

    [Fact]
    public void FastTextAndUnicode_GoldenValuesOfDclm_Equal()
    {
        string? path = VectorFolder.Find("peers");
        Assert.SkipWhen(path is null, "There is no folder 'shared/vectors/peers' beside the repository.");
        using var folder = new VectorFolder(path!);
        JsonElement root = folder.Open("dclm");
        int count = 0;
        foreach (JsonProperty one in root.GetProperty("words").EnumerateObject())
        {
            byte[] text = Encoding.UTF8.GetBytes(folder.Documents[one.Name]);
            TextWords words = WordSplitter.FastText.Split(text);
            Equal(one.Value.GetProperty("fasttext"), word => word != LineEnd, words);
            Equal(one.Value.GetProperty("uniseg"), word => !word.EnumerateRunes().All(IsSpace), WordSplitter.Unicode.Split(text));
            int expected = root.GetProperty("word_counts").GetProperty(one.Name).GetProperty("fasttext_all").GetInt32();
            Assert.Equal(expected, words.Count + text.Count(b => b == '\n'));
            count++;
        }
        Assert.True(count > 20, $"Only {count} texts were compared.");
    }

    /// <summary>Compares the words up to the end of the list, which is cut for long texts.</summary>
    private static void Equal(JsonElement expected, Func<string, bool> isWord, TextWords actual)
    {
        string[] words = [.. expected.EnumerateArray().Select(word => word.GetString()!).Where(isWord)];
        Assert.True(words.Length <= actual.Count);
        for (int i = 0; i < words.Length; i++) Assert.Equal(words[i], Encoding.UTF8.GetString(actual[i]));
    }

    private static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value is >= 0x1C and <= 0x1F;
}
