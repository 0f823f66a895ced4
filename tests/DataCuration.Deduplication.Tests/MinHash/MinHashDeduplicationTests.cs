using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.MinHash;

public sealed class MinHashDeduplicationTests : IDisposable
{
    private static readonly MinHashParameters Parameters = new() { Bands = 4, Rows = 3, Shingles = new ShingleOptions { Size = 3 } };
    private static readonly Lazy<string[][]> Made = new(MakeFiles);
    private readonly DedupFolder folder = new();

    [Fact]
    public async Task Fit_PlantedPairs_KeepsTheFirstOfEachClusterAsTheOracle()
    {
        string[][] files = Files();
        Corpus corpus = folder.Write(files);
        KeepList list = await folder.Fit(corpus, Fit(), "one", workers: 1);
        Assert.Equal(Oracle(files), DedupFolder.Kept(list));
        string[] entries = DedupFolder.Entries(list);
        Assert.True(entries.Length > 20);
        foreach (int workers in (int[])[2, 5])
        {
            KeepList again = await folder.Fit(corpus, Fit(), $"workers{workers}", workers);
            Assert.Equal(list.Fingerprint, again.Fingerprint);
            Assert.Equal(entries, DedupFolder.Entries(again));
        }
    }

    [Fact]
    public async Task Fit_ShuffledFiles_GivesTheSameSurvivorsAndClusters()
    {
        string[][] files = Files();
        KeepList list = await folder.Fit(folder.Write(files), Fit(), "sorted");
        KeepList again = await folder.Fit(folder.ReadAgain(FileOrder.Sorted, 2, 0, 1), Fit(), "again");
        Assert.Equal(DedupFolder.Kept(list), DedupFolder.Kept(again));
        Assert.Equal(DedupFolder.Entries(list), DedupFolder.Entries(again));
    }

    [Fact]
    public async Task Fit_ListedFiles_KeepsTheFirstInTheListedOrder()
    {
        string[][] files = Files();
        KeepList sorted = await folder.Fit(folder.Write(files), Fit(), "sorted");
        string[] kept = DedupFolder.Kept(await folder.Fit(folder.ReadAgain(FileOrder.Listed, 2, 0, 1), Fit()));
        Assert.Equal(Oracle([files[2], files[0], files[1]]), kept);
        Assert.NotEqual(DedupFolder.Kept(sorted), kept);
    }

    [Fact]
    public async Task Fit_Chain_NamesClusterSizeAndMatch()
    {
        KeepList list = await folder.Fit(folder.Write(["one two three four", "x y z"],
            ["one two three four", "other words are here", "one two three four"]), Fit());
        Assert.Equal(["0/0", "0/1", "1/1"], DedupFolder.Kept(list));
        Assert.Equal(["0/0: 0/0 size 3 match 1/0", "1/0: 0/0 size 3 match 0/0", "1/2: 0/0 size 3 match 0/0"], DedupFolder.Entries(list));
    }

    [Fact]
    public async Task Fit_Index_RemovesWhatItsModeSays()
    {
        Corpus earlier = folder.Write(["a first text of the earlier corpus", "the second text of this earlier corpus"]);
        MinHashIndex index = await folder.Fit(earlier, new MinHashIndexFit { Parameters = Parameters, PartitionsPerBand = 2 });
        Assert.Equal(2, index.DocumentCount);
        index = MinHashIndex.Load(index.Folder);
        Corpus later = folder.Write(["the second text of this earlier corpus", "a new text comes twice", "a new text comes twice"]);
        MinHashDeduplication both = new() { Parameters = Parameters, PartitionsPerBand = 2, EdgeTasks = 2, Indexes = [index] };
        KeepList list = await folder.Fit(later, both);
        Assert.Equal(["0/1"], DedupFolder.Kept(list));
        Assert.Equal(["0/0: index 0 0/1 size 1 match index 0 0/1", "0/1: 0/1 size 2 match 0/2", "0/2: 0/1 size 2 match 0/1"], DedupFolder.Entries(list));
        MinHashDeduplication only = new()
        {
            Parameters = Parameters,
            PartitionsPerBand = 2,
            EdgeTasks = 2,
            Indexes = [index],
            IndexMode = IndexMode.OnlyIndexes
        };
        Assert.Equal(["0/1", "0/2"], DedupFolder.Kept(await folder.Fit(later, only)));
    }

    [Fact]
    public async Task Fit_IndexOfOtherParameters_IsRefusedByName()
    {
        Corpus corpus = folder.Write(["some words that are a text"]);
        MinHashIndex index = await folder.Fit(corpus, new MinHashIndexFit { Parameters = Parameters, PartitionsPerBand = 1 });
        var fit = new MinHashDeduplication { Parameters = Parameters with { Seed = 9 }, PartitionsPerBand = 1, Indexes = [index] };
        CurationException refused = await Assert.ThrowsAsync<CurationException>(() => folder.Fit(corpus, fit));
        Assert.Contains($"The index in '{index.Folder}' was made with Seed = 1, and this deduplication has 9.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_MinSimilarity_RemovesOnlyPairsThatHaveIt()
    {
        // One hash for a band: most candidates are far below the threshold.
        MinHashParameters loose = Parameters with { Bands = 6, Rows = 1 };
        string[][] files = Files();
        var fit = new MinHashDeduplication { Parameters = loose, PartitionsPerBand = 1, EdgeTasks = 3, MinSimilarity = 0.6 };
        KeepList list = await folder.Fit(folder.Write(files), fit);
        var signer = new MinHashSigner(loose);
        ulong[][] sets = [.. files.SelectMany(file => file)
            .Select(text => signer.HashShingles(Encoding.UTF8.GetBytes(text), new ShingleBuffers()).ToArray().Distinct().Order().ToArray())];
        using DuplicateTable table = DuplicateTable.Open(list);
        int number = 0, matches = 0;
        for (int shard = 0; shard < files.Length; shard++)
        {
            for (int record = 0; record < files[shard].Length; record++, number++)
            {
                if (table.Find(shard, record) is not { } found) continue;
                int other = files.Take(found.Match.Shard).Sum(file => file.Length) + (int)found.Match.Record;
                double similarity = MinHashSigner.Jaccard(sets[number], sets[other]);
                Assert.True(similarity >= 0.6);
                Assert.Equal(similarity, found.Similarity, 6);
                matches++;
            }
        }
        Assert.InRange(matches, 10, 59);
    }

    [Fact]
    public async Task Fit_DamagedShingleSets_AreMadeAgain()
    {
        Corpus corpus = folder.Write(Files());
        var fit = new MinHashDeduplication { Parameters = Parameters, PartitionsPerBand = 1, EdgeTasks = 2, MinSimilarity = 0.5 };
        KeepList list = await folder.Fit(corpus, fit);
        string made = Path.GetDirectoryName(list.Folder)!;
        string[] entries = DedupFolder.Entries(list);
        foreach (string phase in (string[])["edges", "forests", "clusters", "sizes", "parts", "list"]) Directory.Delete(Path.Combine(made, phase),
            recursive: true);
        string sets = Directory.GetFiles(Path.Combine(made, "shingles"), "*.sets")[0];
        byte[] bytes = File.ReadAllBytes(sets);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(sets, bytes);
        Assert.Equal(entries, DedupFolder.Entries(await folder.Fit(corpus, fit)));
    }

    [Fact]
    public async Task Open_DamagedIndex_IsNamed()
    {
        Corpus corpus = folder.Write(Files());
        MinHashIndex index = await folder.Fit(corpus, new MinHashIndexFit { Parameters = Parameters with { Bands = 1 }, PartitionsPerBand = 1 });
        string part = Directory.GetFiles(Path.Combine(index.Folder, "sorted"), "*.records")[0];
        byte[] bytes = File.ReadAllBytes(part);
        bytes[100] ^= 1;
        File.WriteAllBytes(part, bytes);
        MinHashIndex loaded = MinHashIndex.Load(index.Folder);
        Assert.Contains(Path.GetFileName(part), Assert.Throws<InvalidDataException>(() => loaded.Open(0)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IndexMode.CorpusAndIndexes, false)]
    [InlineData(IndexMode.OnlyIndexes, true)]
    public async Task Fit_MinSimilarityAndIndex_RemovesOnlyPairsThatHaveIt(IndexMode mode, bool isLoaded)
    {
        // One hash for a band: nearly all documents are candidates.
        MinHashParameters loose = Parameters with { Bands = 6, Rows = 1 };
        MinHashIndexFit earlier = new() { Parameters = loose, PartitionsPerBand = 1, KeepsShingles = true };
        MinHashIndex index = await folder.Fit(folder.Write(["unlike everything that follows in this test", "a b c d e f g h i j k l m n"]), earlier);
        if (isLoaded) index = MinHashIndex.Load(index.Folder);
        Corpus later = folder.Write(["a b c d e f g h i j k l m z", "p q r s t u v w x y", "a b c d q r s t z z z z"], ["p q r s t u v w x z"]);
        MinHashDeduplication fit = new()
        {
            Parameters = loose,
            PartitionsPerBand = 1,
            EdgeTasks = 2,
            MinSimilarity = 0.7,
            Indexes = [index],
            IndexMode = mode,
        };
        KeepList list = await folder.Fit(later, fit);
        string[] alike = mode == IndexMode.OnlyIndexes ? [] : ["0/1: 0/1 size 2 match 1/0", "1/0: 0/1 size 2 match 0/1"];
        Assert.Equal(["0/0: index 0 0/1 size 1 match index 0 0/1", .. alike], DedupFolder.Entries(list));
        Assert.Equal(mode == IndexMode.OnlyIndexes ? ["0/1", "0/2", "1/0"] : ["0/1", "0/2"], DedupFolder.Kept(list));
    }

    [Fact]
    public async Task Fit_MinSimilarityAndIndexWithoutShingles_IsRefused()
    {
        Corpus corpus = folder.Write(["some words that are a text"]);
        MinHashIndex index = await folder.Fit(corpus, new MinHashIndexFit { Parameters = Parameters, PartitionsPerBand = 1 });
        CurationException refused = await Assert.ThrowsAsync<CurationException>(() => folder.Fit(corpus,
            new MinHashDeduplication { Parameters = Parameters, PartitionsPerBand = 1, Indexes = [index], MinSimilarity = 0.5 }));
        Assert.Contains("KeepsShingles", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_PartOfAnotherIndex_IsNamed()
    {
        MinHashIndexFit fit = new() { Parameters = Parameters with { Bands = 1 }, PartitionsPerBand = 1 };
        MinHashIndex one = await folder.Fit(folder.Write(["a first text of one corpus"]), fit);
        MinHashIndex two = await folder.Fit(folder.Write(["the second text of another corpus"]), fit);
        string part = Directory.GetFiles(Path.Combine(one.Folder, "sorted"), "*.records")[0];
        File.Copy(Path.Combine(two.Folder, "sorted", Path.GetFileName(part)), part, overwrite: true);
        MinHashIndex loaded = MinHashIndex.Load(one.Folder);
        Assert.Contains(Path.GetFileName(part), Assert.Throws<InvalidDataException>(() => loaded.Open(0)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static MinHashDeduplication Fit() => new() { Parameters = Parameters, PartitionsPerBand = 1, EdgeTasks = 2 };

    private static string[][] Files() => Made.Value;

    /// <summary>Three files with 20 texts each; most have a near duplicate in the next file.</summary>
    private static string[][] MakeFiles()
    {
        var files = new string[3][];
        for (int file = 0; file < files.Length; file++)
        {
            files[file] = [.. Enumerable.Range(0, 20).Select(i =>
            {
                (string first, string second) = PlantedPairs.Make((ulong)(i % 15 == 14 ? 100 + 10 * file + i : i), 0.4 + 0.03 * i, 3, 40);
                return file == 0 ? first : file == 1 ? second : first + " end";
            })];
        }
        return files;
    }

    private static string[] Oracle(string[][] files)
    {
        var signer = new MinHashSigner(Parameters);
        var names = new List<string>();
        var signatures = new List<ulong[]?>();
        for (int file = 0; file < files.Length; file++)
        {
            for (int i = 0; i < files[file].Length; i++)
            {
                names.Add($"{file}/{i}");
                var signature = new ulong[Parameters.SignatureLength];
                signatures.Add(signer.TrySign(Encoding.UTF8.GetBytes(files[file][i]), new ShingleBuffers(), signature) ? signature : null);
            }
        }
        int[] clusters = LshOracle.Clusters(signatures, Parameters.Bands, Parameters.Rows);
        return [.. names.Where((_, i) => clusters[i] == i)];
    }
}
