using System.Text;
using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Indicators;

public sealed class IndicatorMaskerTests : StageConformance
{
    private const string Md5 = "9e107d9d372bb6826bd81d3542a419d6", Sha1 = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
        Sha256 = "d7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592";

    private static readonly string[] Pieces =
    [
        "CVE-2021-44228", "CWE-79", "T1059.001", Md5, "8.8.8.8", "8[.]8.8.8", "hxxp://x.y/", "https://", " ", "\n", ".", "-", "é", "x", ":", "2606:4700::1111",
        "[.]", "1",
    ];

    [Theory]
    [InlineData("CVE-2021-44228, cve-1999-0001.", "<CVE>, <CVE>.")]
    [InlineData("CVE-2021-123 CVE-21-44228 CVE-2021-44228x XCVE-2021-44228 CVE 2021 44228",
        "CVE-2021-123 CVE-21-44228 CVE-2021-44228x XCVE-2021-44228 CVE 2021 44228")]
    [InlineData("CWE-79 (cwe-1321) CWE- CWE-123456", "<CWE> (<CWE>) CWE- CWE-123456")]
    [InlineData("T1059.001 and T1059. T105 T1059.1 t1059 T1059x", "<TECHNIQUE> and <TECHNIQUE>. T105 <TECHNIQUE>.1 t1059 T1059x")]
    [InlineData(Md5 + " " + Sha1 + ":" + Sha256 + "/x", "<HASH> <HASH>:<HASH>/x")]
    [InlineData("0x" + Md5 + " " + Md5 + "0 12345678901234567890123456789012 deadbeefdeadbeefdeadbeefdeadbeef",
        "0x" + Md5 + " " + Md5 + "0 12345678901234567890123456789012 deadbeefdeadbeefdeadbeefdeadbeef")]
    [InlineData("8.8.8.8 8[.]8.8.8 8(.)8(.)8(.)8, 8[.]8[.]8[.]8:53", "<IP_ADDRESS> <IP_ADDRESS> <IP_ADDRESS>, <IP_ADDRESS>:53")]
    [InlineData("10[.]0[.]0[.]1 256[.]8.8.8 1.2[.]3.4.5 8[.]8[.]8", "10[.]0[.]0[.]1 256[.]8.8.8 1.2[.]3.4.5 8[.]8[.]8")]
    [InlineData("2606:4700::1111 ok", "<IP_ADDRESS> ok")]
    [InlineData("see https://a.example/x?y=1, (hxxps://b[.]example) and HXXP[:]//c.example/CVE-2021-44228.", "see <URL>, (<URL>) and <URL>.")]
    [InlineData("http:// ftp:x https:\"x\"", "http:// ftp:x https:\"x\"")]
    [InlineData("https://en.wikipedia.org/wiki/Worm_(virus))", "<URL>)")]
    public void Mask_Forms_AsExpected(string text, string expected) => Assert.Equal(expected, Mask(text, new IndicatorMasker { Kinds = IndicatorKinds.All }));

    [Fact]
    public void Mask_Defaults_LeaveNames() =>
        Assert.Equal($"CVE-2021-44228 CWE-79 T1059 <HASH> <IP_ADDRESS> <URL>", Mask($"CVE-2021-44228 CWE-79 T1059 {Md5} 8.8.8.8 https://x.example",
            new IndicatorMasker()));

    [Fact]
    public void Mask_PrivateAddresses_OnRequest()
    {
        Assert.Equal("10.0.0.1 fd00::12", Mask("10.0.0.1 fd00::12", new IndicatorMasker()));
        Assert.Equal("<IP_ADDRESS> <IP_ADDRESS>", Mask("10.0.0.1 fd00::12", new IndicatorMasker { PublicAddressesOnly = false }));
    }

    [Fact]
    public void Find_AnyPieces_AreInOrderInsideTheTextAndMaskOnce() => Gen.Int[0, Pieces.Length - 1].Array[0, 12].Sample(chosen =>
    {
        string text = string.Concat(chosen.Select(i => Pieces[i]));
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        var masker = new IndicatorMasker { Kinds = IndicatorKinds.All };
        int from = 0;
        foreach (IndicatorSpan span in masker.Find(utf8))
        {
            Assert.True(span.Start >= from && span.Length > 0 && span.End <= utf8.Length, text);
            from = span.End;
        }
        string once = Mask(string.Join(' ', chosen.Select(i => Pieces[i])), masker);
        Assert.Equal(once, Mask(once, masker));
    }, iter: 1000);

    [Fact]
    public void Kinds_NoneOrUnknown_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new IndicatorMasker { Kinds = IndicatorKinds.None });
        Assert.Throws<ArgumentOutOfRangeException>(() => new IndicatorMasker { Kinds = (IndicatorKinds)1024 });
    }

    protected override Stage Create() => new IndicatorMasker();

    protected override Stage CreateOther() => new IndicatorMasker { Kinds = IndicatorKinds.Cve };

    protected override IEnumerable<Document> Documents() => Enumerable.Range(0, 40).Select(i => new Document($"d{i}",
        i % 3 == 0 ? "plain" : $"host 8.8.8.{i} has {Md5}"));

    private static string Mask(string text, IndicatorMasker masker)
    {
        IReadOnlyList<IndicatorSpan> found = masker.Find(Encoding.UTF8.GetBytes(text));
        var loop = new EngineOutput(text, masker);
        Assert.Equal(found.Count, loop.Count);
        return loop.Text;
    }

    /// <summary>The text that the stage makes, and its count.</summary>
    private sealed class EngineOutput
    {
        public EngineOutput(string text, IndicatorMasker masker)
        {
            using var run = new CurationRun();
            Document made = Corpus.FromDocuments([new Document("d", text)]).Pipe(masker).AsAsyncEnumerable(run).ToBlockingEnumerable().Single();
            (Text, Count) = (made.Text, made.TryGet(IndicatorMasker.Count, out int count) ? count : 0);
        }

        public string Text { get; }

        public int Count { get; }
    }
}
