using System.Text;

namespace DataCuration.Extraction.Tests;

public sealed class TextVocabularyTests
{
    [Theory]
    [InlineData("Subscribe", TextTopics.Subscribe)]
    [InlineData("DATENSCHUTZ", TextTopics.Legal)]
    [InlineData("Émission", null)]
    [InlineData("étoiles", TextTopics.Review)]
    [InlineData("ÉTOILES", TextTopics.Review)]
    [InlineData("Комментарии", TextTopics.Comment)]
    [InlineData("волк", null)]
    internal void Of_Word_IsItsTopic(string word, TextTopics? expected)
    {
        var hashes = new WordHashes(Encoding.UTF8.GetBytes(word));
        Assert.True(hashes.MoveNext(out ulong hash, out _, out _));
        Assert.Equal(expected is { } topic ? 1u << (int)topic : 0, TextVocabulary.Of(hash));
    }

    [Fact]
    public void Count_Topics_IsAllOfThem() => Assert.Equal(Enum.GetValues<TextTopics>().Length, TextVocabulary.Count);
}
