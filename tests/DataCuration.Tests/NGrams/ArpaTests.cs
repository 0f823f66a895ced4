using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Tests.NGrams;

public sealed class ArpaTests : IDisposable
{
    private const string Small = "\\data\\\nngram 1=4\nngram 2=1\n\n\\1-grams:\n-1\t<unk>\t0\n0\t<s>\t-0.5\n-0.5\t</s>\t0\n-0.25\ta\t-1\n\n"
        + "\\2-grams:\n-0.125\t<s> a\n\n\\end\\\n";
    private readonly RunFolder folder = new(inMemory: true);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task WriteArpa_ReadBack_GivesTheSameModel(int order)
    {
        using NGramModel model = await Corpus.FromDocuments(NGramModelFitTests.Texts(1, 80).Select((text, i) => new Document($"d{i}", text)))
            .FitAsync(new NGramModelFit { Order = order, Partitions = 2 }, folder.Run(), TestContext.Current.CancellationToken);
        string path = folder.Inputs["model.arpa"];
        model.WriteArpa(path);
        using NGramModel read = NGramModel.ImportArpa(path, folder.Inputs["read.model"]);
        Assert.Equal(File.ReadAllBytes(model.Path), File.ReadAllBytes(read.Path));
        string[] lines = File.ReadAllLines(path);
        Assert.Equal(["\\data\\", $"ngram 1={model.VocabularySize}"], lines[..2]);
        Assert.Contains(lines, line => line.StartsWith("0\t<s>", StringComparison.Ordinal));
        Assert.Equal("\\end\\", lines[^1]);
        // A backoff column in all orders but the highest, whatever its value.
        int start = Array.IndexOf(lines, "\\1-grams:");
        Assert.All(lines[(start + 1)..(start + 4)], line => Assert.Equal(order == 1 ? 2 : 3, line.Split('\t').Length));
        if (order > 1) Assert.All(lines[(Array.IndexOf(lines, "\\3-grams:") + 1)..^2], line => Assert.Equal(2, line.Split('\t').Length));
    }

    [Fact]
    public void Import_SmallFile_IsWrittenAsItWas()
    {
        using NGramModel model = Import(Small);
        string path = folder.Inputs["again.arpa"];
        model.WriteArpa(path);
        Assert.Equal(Small, File.ReadAllText(path));
    }

    [Fact]
    public void Import_CompressedFileOfSrilm_IsRead()
    {
        string srilm = "\n\\data\\\nngram 1=4\nngram 2=1\n\n\\1-grams:\n-0.5\t</s>\n-99\t<s>\t-0.5\n-0.25\ta\t-1\n-inf\tb\n\n"
            + "\\2-grams:\n-0.125\t<s> a\n\n\\end\\\n";
        string path = folder.Inputs["srilm.arpa.gz"];
        using (var stream = new System.IO.Compression.GZipStream(File.Create(path), System.IO.Compression.CompressionLevel.Fastest))
            stream.Write(Encoding.UTF8.GetBytes(srilm));
        using NGramModel model = NGramModel.ImportArpa(path, folder.Inputs["srilm.model"]);
        Assert.Equal(5, model.VocabularySize);
        Assert.Equal(-100, model.GetLogProbability([], 0), 1e-6);
        Assert.Equal(-10_000, model.GetLogProbability([], model.FindWord("b"u8)), 1e-3);
    }

    /// <summary>KenLM: "Sadly some LMs have &lt;UNK&gt;".</summary>
    [Fact]
    public void Import_UnknownWordInCapitals_IsTheUnknownWord()
    {
        using NGramModel capital = Import(Small.Replace("<unk>", "<UNK>", StringComparison.Ordinal)), small = Import(Small);
        Assert.Equal(File.ReadAllBytes(small.Path), File.ReadAllBytes(capital.Path));
        Assert.Equal(1, capital.Score("other"u8.ToArray()).Unknown);
        // A text's word, if the model has the usual one too.
        using NGramModel both = Import(Small.Replace("ngram 1=4", "ngram 1=5", StringComparison.Ordinal)
            .Replace("-1\t<unk>\t0\n", "-1\t<unk>\t0\n-2\t<UNK>\t0\n", StringComparison.Ordinal));
        Assert.Equal(-2, both.GetLogProbability([], both.FindWord("<UNK>"u8)), 1e-6);
        Assert.Equal(-1, both.GetLogProbability([], 0), 1e-6);
    }

    [Fact]
    public void Import_LinesOfBlanks_AreEmptyLines()
    {
        using NGramModel blanks = Import(Small.Replace("\n\n", "\n \t\n", StringComparison.Ordinal) + " \n"), plain = Import(Small);
        Assert.Equal(File.ReadAllBytes(plain.Path), File.ReadAllBytes(blanks.Path));
    }

    /// <summary>With discounts of 0, nothing is left for words that do not follow a context.</summary>
    [Fact]
    public async Task WriteArpa_LogarithmOfZero_IsReadBack()
    {
        using NGramModel model = await Corpus.FromDocuments([new Document("d", "a b\na c")])
            .FitAsync(new NGramModelFit { Order = 2, FallbackDiscounts = [0, 0, 0] }, folder.Run(), TestContext.Current.CancellationToken);
        Assert.Equal(double.NegativeInfinity, model.GetLogProbability([], 0));
        string path = folder.Inputs["zero.arpa"];
        model.WriteArpa(path);
        Assert.Contains(File.ReadAllLines(path), line => line.StartsWith("-inf\t<unk>", StringComparison.Ordinal));
        using NGramModel read = NGramModel.ImportArpa(path, folder.Inputs["zero.model"]);
        Assert.Equal(-10_000, read.GetLogProbability([], 0), 1e-3);
        int a = read.FindWord("a"u8), b = read.FindWord("b"u8);
        Assert.Equal(model.GetLogProbability([a], b), read.GetLogProbability([a], b), 1e-6);
    }

    [Fact]
    public void Import_PrunedSuffix_IsAddedWithItsBackedOffProbability()
    {
        string arpa = "\\data\\\nngram 1=5\nngram 2=2\nngram 3=1\n\n\\1-grams:\n-3\t<unk>\n-99\t<s>\t-0.5\n-0.5\t</s>\n-0.25\ta\t-1\n-0.75\tb\t-2\n\n"
            + "\\2-grams:\n-0.125\t<s> a\t-0.1\n-0.2\tb a\n\n\\3-grams:\n-0.0625\t<s> a b\n\n\\end\\\n";
        using NGramModel model = Import(arpa);
        Assert.Equal(3, model.GetCount(2));
        int a = model.FindWord("a"u8), b = model.FindWord("b"u8);
        Assert.Equal(-0.0625, model.GetLogProbability([1, a], b), 1e-6);
        Assert.Equal(-1 - 0.75, model.GetLogProbability([a], b), 1e-6);
    }

    [Theory]
    [InlineData("\\data\\", "\\date\\", "line 1")]
    [InlineData("ngram 2=1", "ngram 3=1", "line 3: order 2 is expected")]
    [InlineData("ngram 2=1", "ngram 2=1000000000", "there are 1 2-grams")]
    [InlineData("ngram 2=1", "ngram 2=1073741796", "line 3: 1073741796 2-grams are too many: an import holds at most 1073741795")]
    [InlineData("ngram 1=4", "ngram 1=2147483648", "line 2: 2147483648 1-grams are too many")]
    [InlineData("ngram 2=1", "ngram 2=99999999999999999999", "line 3: 'ngram ORDER=COUNT' is expected")]
    [InlineData("ngram 1=4", "ngram 1=3", "line 9: there are more 1-grams")]
    [InlineData("ngram 1=4", "ngram 1=-4", "line 2")]
    [InlineData("-0.25\ta", "0.25\ta", "line 9: 0.25 is not the logarithm")]
    [InlineData("-0.25\ta", "x\ta", "'x' is not a probability")]
    [InlineData("-0.25\ta", "NaN\ta", "'NaN' is not a probability")]
    [InlineData("-0.25\ta", "-0.25\t</s>", "'</s>' is there twice")]
    [InlineData("<s> a", "<s> b", "line 12: the word 'b' is not among the 1-grams")]
    [InlineData("<s> a", "<s>", "a 2-gram has 2 words")]
    [InlineData("<s> a", "<s> a\t1", "highest order")]
    [InlineData("<s> a", "<s> a\t0\t0", "here is more")]
    [InlineData("\\2-grams:", "\\3-grams:", "'\\2-grams:' is expected")]
    [InlineData("\\end\\", "", "'\\end\\' is expected")]
    [InlineData("\\end\\\n", "\\end\\\nmore", "text after")]
    [InlineData("</s>", "x", "has no word '</s>'")]
    public void Import_WrongFile_SaysWhat(string old, string replacement, string expected)
    {
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => Import(Small.Replace(old, replacement, StringComparison.Ordinal)));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains("in.arpa", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_ChangedFiles_AreReadOrRefused()
    {
        var random = SeededRandom.Create(3, "ngrams", "arpa");
        byte[] good = Encoding.UTF8.GetBytes(Small);
        int refused = 0, read = 0;
        for (int i = 0; i < 600; i++)
        {
            var bad = new List<byte>(good);
            for (int changes = 0; changes <= i % 3; changes++)
            {
                int place = (int)(random.NextDouble() * bad.Count);
                if (i % 4 == 0) bad.RemoveAt(place);
                else if (i % 4 == 1) bad.Insert(place, (byte)"\\\t\n 09-=\xFF"[(int)(random.NextDouble() * 9)]);
                else if (i % 4 == 2) bad[place] = (byte)(random.NextDouble() * 256);
                else bad.RemoveRange(place, Math.Min(bad.Count - place, (int)(random.NextDouble() * 20)));
            }
            string path = folder.Inputs.Write("in.arpa", bad.ToArray());
            try
            {
                using NGramModel model = NGramModel.ImportArpa(path, folder.Inputs["fuzz.model"]);
                Assert.True(model.Score("a b a"u8.ToArray()).Log10 <= 0 || model.Order > 1);
                read++;
            }
            catch (InvalidDataException e)
            {
                Assert.Contains("in.arpa", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.True(refused > 250 && read > 8, $"{refused} refused, {read} read");
    }

    [Fact]
    public void WriteArpa_WordWithWhiteSpace_Throws()
    {
        using NGramModel model = Import(Small.Replace("\ta\t", "\ta\u001fb\t", StringComparison.Ordinal).Replace("<s> a", "<s> a\u001fb",
            StringComparison.Ordinal));
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => model.WriteArpa(folder.Inputs["x.arpa"]));
        Assert.Contains("white space", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private NGramModel Import(string arpa) => NGramModel.ImportArpa(folder.Inputs.Write("in.arpa", arpa), folder.Inputs[$"{Guid.NewGuid():N}.model"]);
}
