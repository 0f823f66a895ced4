using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Contamination;

public sealed class ContaminationFilterTests
{
    private const string Query = "one two three four five six seven eight nine ten";
    private const string Answer = "red orange yellow green blue indigo violet black white grey brown pink gold";

    [Theory]
    [InlineData("x red orange yellow green blue indigo violet black white grey brown pink x", true)]
    [InlineData("x red orange yellow green blue indigo violet black white grey brown x", false)]
    [InlineData("RED, Orange; yéllow -- green/blue (indigo) violet black: white grey brown pink!", true)]
    [InlineData("nine ten red orange yellow green blue indigo violet black white grey", true)]
    [InlineData("eight nine ten red orange yellow green blue indigo violet black x white", false)]
    [InlineData("one two three four five six seven eight nine ten eleven twelve", false)]
    public void Judge_TwelveGrams_DropsAtTheTwelfthWord(string text, bool isContaminated)
    {
        ContaminationIndex index = Build(new ContaminationIndexFit());
        Assert.Equal(isContaminated ? "contaminated" : null, StageCalls.Once(new ContaminationFilter(index), text).Reason);
    }

    [Fact]
    public void Judge_WithMeasures_NamesNGramTaskAndItem()
    {
        ContaminationIndex index = Build(new ContaminationIndexFit());
        Document dropped = StageCalls.Once(new ContaminationFilter(index) { Annotates = true }, "So: " + Answer).DroppedDocument!;
        Assert.Equal("red orange yellow green blue indigo violet black white grey brown pink", dropped.Get(new AnnotationKey<string>("contamination.ngram")));
        Assert.Equal("colours", dropped.Get(new AnnotationKey<string>("contamination.task")));
        Assert.Equal("q1", dropped.Get(new AnnotationKey<string>("contamination.item")));
        Assert.Equal(2, dropped.Get(new AnnotationKey<int>("contamination.matches")));
    }

    [Fact]
    public void Judge_DolmaParagraphs_NeedThirteenWordsAndTheWholeLine()
    {
        ContaminationIndex index = Build(ContaminationIndexFit.Dolma, Answer, "a short line of twelve words one two three four five six");
        var filter = new ContaminationFilter(index);
        Assert.Equal("contaminated", StageCalls.Once(filter, "first\n" + Answer + "\nlast").Reason);
        Assert.Null(StageCalls.Once(filter, "first\n " + Answer).Reason);
        Assert.Null(StageCalls.Once(filter, Answer.ToUpperInvariant()).Reason);
        Assert.Null(StageCalls.Once(filter, "a short line of twelve words one two three four five six").Reason);
    }

    [Theory]
    [InlineData(0.7, "red orange yellow green blue indigo violet black white grey brown x", false)] // 4 of 6 8-grams
    [InlineData(0.7, "red orange yellow green blue indigo violet black white grey brown pink", true)] // 5 of 6
    [InlineData(0.6, "red orange yellow green blue indigo violet black white grey brown x", true)]
    [InlineData(1.0, Answer, true)]
    public void Judge_Share_ComparesWithTheItemsNGrams(double share, string text, bool isContaminated)
    {
        ContaminationIndex index = Build(ContaminationIndexFit.OverlapShare, Answer);
        Assert.Equal(6, index.Items[0].Units);
        Assert.Equal(isContaminated ? "contaminated" : null, StageCalls.Once(new ContaminationFilter(index) { MinShare = share }, text).Reason);
    }

    [Fact]
    public void Judge_AnySplitter_FindsTheSameNGramsAsJoinedWords()
    {
        // Splitters other than white space take the slow path, which joins the words of each n-gram.
        ContaminationIndex index = Build(new ContaminationIndexFit { WordSplitter = WordSplitter.Unicode });
        ContaminationIndex plain = Build(new ContaminationIndexFit());
        Assert.True(index.Hashes.SequenceEqual(plain.Hashes));
        Assert.Equal("contaminated", StageCalls.Once(new ContaminationFilter(index), "x " + Answer).Reason);
    }

    [Fact]
    public void HashAt_MarkBetweenBlanks_StillJoinsBySingleBlanks()
    {
        // A mark alone between blanks leaves two blanks in the normal form.
        ContaminationIndex index = Build(new ContaminationIndexFit { Words = 3 }, "red orange yellow");
        Assert.Equal("contaminated", StageCalls.Once(new ContaminationFilter(index), "red \u0301 orange yellow").Reason);
    }

    [Fact]
    public void Judge_RandomTexts_AgreesWithSetsOfStrings()
    {
        var random = new SeededRandom(21);
        string Text(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => "abcdef"[(int)random.NextInt64(6)]));
        static HashSet<string> NGrams(string text, int n)
        {
            string[] words = text.Split(' ');
            return [.. Enumerable.Range(0, Math.Max(0, words.Length - n + 1)).Select(i => string.Join(' ', words[i..(i + n)]))];
        }
        int dropped = 0;
        for (int round = 0; round < 60; round++)
        {
            string[] items = [.. Enumerable.Range(0, 3).Select(_ => Text(4 + (int)random.NextInt64(6)))];
            ContaminationIndexBuilder builder = new ContaminationIndexFit { Words = 4 }.CreateBuilder();
            foreach (string item in items) builder.Add("b", item, builder.Hash(null, [item]));
            ContaminationIndex index = builder.Build();
            using var any = new StageCalls(new ContaminationFilter(index));
            using var half = new StageCalls(new ContaminationFilter(index) { MinShare = 0.5 });
            for (int i = 0; i < 20; i++)
            {
                string text = Text(30);
                HashSet<string> own = NGrams(text, 4);
                double share = items.Max(item => NGrams(item, 4) is var grams ? (double)grams.Count(own.Contains) / grams.Count : 0);
                Assert.Equal(share > 0, any.Apply(text).IsDrop);
                Assert.Equal(share >= 0.5, half.Apply(text).IsDrop);
                if (share > 0) dropped++;
            }
        }
        Assert.InRange(dropped, 100, 1_100);
    }

    [Fact]
    public void SaveAndLoad_Index_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        ContaminationIndex index = Build(new ContaminationIndexFit { Words = 5 });
        index.Save(folder["test.index"]);
        ContaminationIndex read = ContaminationIndex.Load(folder["test.index"]);
        Assert.Equal(index.Fingerprint, read.Fingerprint);
        Assert.Equal(index.Items, read.Items);
        Assert.True(index.Hashes.SequenceEqual(read.Hashes));
        Assert.Throws<ArgumentException>(() => ContaminationIndex.Load(folder["test.index"], WordSplitter.Unicode));
        byte[] damaged = File.ReadAllBytes(folder["test.index"]);
        damaged[40] ^= 1;
        File.WriteAllBytes(folder["test.index"], damaged);
        Assert.Throws<InvalidDataException>(() => ContaminationIndex.Load(folder["test.index"]));
        File.WriteAllText(folder["test.index"], "no index at all");
        Assert.Throws<InvalidDataException>(() => ContaminationIndex.Load(folder["test.index"]));
    }

    [Fact]
    public void Find_RandomHashes_AgreesWithADictionary()
    {
        var random = new SeededRandom(4);
        ContaminationIndexBuilder builder = new ContaminationIndexFit().CreateBuilder();
        var expected = new Dictionary<ulong, List<int>>();
        for (int item = 0; item < 50; item++)
        {
            ulong[] hashes = [.. Enumerable.Range(0, 40).Select(_ => random.NextUInt64() & 0xFFF).Distinct()];
            builder.Add("b", $"i{item}", hashes);
            foreach (ulong hash in hashes)
            {
                if (!expected.TryGetValue(hash, out List<int>? items)) expected.Add(hash, items = []);
                items.Add(item);
            }
        }
        ContaminationIndex index = builder.Build();
        for (ulong hash = 0; hash < 0x1100; hash++)
        {
            int unit = index.Find(hash);
            Assert.Equal(expected.ContainsKey(hash), unit >= 0);
            if (unit >= 0) Assert.Equal(expected[hash], index.GetItems(unit).ToArray());
        }
    }

    [Theory]
    [InlineData("Ärger, über  1.234,5  Öl und\u00A0Brot", 0, 4)]
    [InlineData("--- a --- b's c ---", 0, 3)]
    [InlineData("a \u0301 b c", 0, 3)]
    public void Find_Places_AreThoseOfTheWords(string text, int first, int words)
    {
        var compared = new ContaminationText();
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        compared.Read(new(ContaminationUnit.NGrams, 1, true, WordSplitter.WhiteSpace), utf8);
        Assert.True(compared.Count >= words, $"{compared.Count} words");
        for (int word = first; word < compared.Count; word++)
        {
            (long start, long end) = ContaminationPlaces.Find(utf8, true, [compared.GetRange(word)])[0];
            string original = string.Concat(text.EnumerateRunes().Skip((int)start).Take((int)(end - start)).Select(rune => rune.ToString()));
            byte[] normal = new byte[SimplifiedText.Capacity(Encoding.UTF8.GetByteCount(original))];
            string simplified = Encoding.UTF8.GetString(normal.AsSpan(0, SimplifiedText.Write(Encoding.UTF8.GetBytes(original), normal)));
            Assert.Contains(Encoding.UTF8.GetString(compared.GetWord(word)), simplified.Split(' '));
        }
    }

    [Fact]
    public void Options_OutOfRange_Throw()
    {
        ContaminationIndex index = Build(new ContaminationIndexFit());
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContaminationFilter(index) { MinShare = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContaminationFilter(index) { MinShare = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContaminationIndexFit { Words = 0 });
        Assert.Throws<ArgumentException>(() => new ContaminationIndexFit { QueryFields = [" "] });
        Assert.Throws<ArgumentException>(() => new ContaminationIndexFit { BenchmarkField = "" });
    }

    private static ContaminationIndex Build(ContaminationIndexFit fit, params string[] answers)
    {
        ContaminationIndexBuilder builder = fit.CreateBuilder();
        builder.Add("colours", "q1", builder.Hash(answers.Length == 0 ? Query : null, answers.Length == 0 ? [Answer] : answers));
        return builder.Build();
    }
}
