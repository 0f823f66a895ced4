using System.Text;

namespace DataCuration.Tokenization.Tests.Training;

public sealed class MergeLearnerTests
{
    [Fact]
    public void Learn_RandomWords_GivesTheMergesOfTheNaiveOracle()
    {
        long merges = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            (byte[] Word, long Count)[] words = RandomWords(new Random(seed));
            int size = 256 + 2 + 5 + (seed % 40), minCount = 1 + (seed % 3), maxBytes = seed % 4 == 0 ? 4 : 1000;
            List<(int, int)> expected = NaiveTrainer.Train(words, 2, size, minCount, maxBytes);
            foreach (int blocks in (int[])[1, 2, 5])
            {
                ByteVocabulary learned = Learn(words, ["<s>", "</s>"], size, minCount, maxBytes, blocks);
                Assert.True(expected.SequenceEqual(learned.Merges), $"seed {seed}, {blocks} blocks");
            }
            merges += expected.Count;
        }
        Assert.True(merges > 2000, $"Only {merges} merges were compared.");
    }

    // tokenizers, models/bpe/trainer.rs, test_train: the words, their counts, and the three merges.
    [Fact]
    public void Learn_WordsOfTheReferencesTest_GivesItsMerges()
    {
        string[] once = ["roses", "red", "voilets", "blue", "BERT", "big", "and", "so", "GPT-2"];
        (byte[], long)[] words = [.. once.Select(word => (Encoding.UTF8.GetBytes(word), 1L)), ("are"u8.ToArray(), 2L), ("is"u8.ToArray(), 2L)];
        ByteVocabulary learned = Learn(words, [], 30_000, 2, 1000, 2);
        Assert.Equal(["r e", "a re", "i s"], Spellings(learned));
        Assert.False(learned.IsFull);
    }

    [Fact]
    public void Learn_EqualCounts_TakesTheSmallestIds()
    {
        ByteVocabulary learned = Learn([("zy"u8.ToArray(), 3), ("ab"u8.ToArray(), 3), ("aa"u8.ToArray(), 3), ("xx"u8.ToArray(), 4)], [], 260, 1, 1000, 1);
        Assert.Equal(["x x", "a a", "a b", "z y"], Spellings(learned));
    }

    [Fact]
    public void Learn_MergeThatSpellsASpecialToken_IsLeftOut()
    {
        ByteVocabulary learned = Learn([("<s>"u8.ToArray(), 9), ("<s"u8.ToArray(), 1)], ["<s>"], 300, 1, 1000, 1);
        Assert.Equal(["< s"], Spellings(learned));
    }

    [Fact]
    public void Learn_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Learn([("ab"u8.ToArray(), 3)], [], 300, 1, 1000, 1, source.Token));
    }

    private static ByteVocabulary Learn((byte[] Word, long Count)[] words, string[] special, int size, long minCount, int maxBytes, int blocks,
        CancellationToken cancellationToken = default)
    {
        var limits = new MergeLimits(maxBytes);
        var vocabulary = new ByteVocabulary(special, size, limits, null);
        WordBlock[] all = [.. Enumerable.Range(0, blocks).Select(_ => new WordBlock())];
        foreach ((byte[] word, long count) in words)
        {
            int[] symbols = new int[word.Length];
            vocabulary.Spell(word, symbols);
            WordBlock.Smallest(all).Add(symbols, count);
        }
        new MergeLearner(all, limits, cancellationToken).Learn(minCount, vocabulary);
        return vocabulary;
    }

    private static string[] Spellings(ByteVocabulary vocabulary) => [.. vocabulary.Merges.Select(merge =>
        $"{ByteLevelFile.SpellingOf(vocabulary.Tokens[merge.Left])} {ByteLevelFile.SpellingOf(vocabulary.Tokens[merge.Right])}")];

    // Few letters and long runs: many equal counts, and different merges with the same result.
    private static (byte[] Word, long Count)[] RandomWords(Random random)
    {
        int letters = random.Next(1, 5), count = random.Next(1, 25);
        var words = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            char[] word = new char[random.Next(1, 16)];
            for (int j = 0; j < word.Length; j++) word[j] = (char)('a' + random.Next(letters));
            words[new string(word)] = random.Next(1, 6);
        }
        return [.. words.Select(word => (Encoding.UTF8.GetBytes(word.Key), word.Value))];
    }
}
