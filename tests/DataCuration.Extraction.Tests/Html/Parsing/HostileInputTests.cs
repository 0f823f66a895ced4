using System.Text;
using CsCheck;
using DataCuration.TestKit.Fuzzing;

namespace DataCuration.Extraction.Tests.Html.Parsing;

public sealed class HostileInputTests
{
    /// <summary>A hundredth of what the conformance command <c>fuzz-html</c> runs.</summary>
    private const int MutatedPages = 2_000;

    public static TheoryData<string> HostileNames => [.. HostilePages.Names];

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void Parse_HostilePage_TakesLinearStepsAndKeepsTheTreeSound(string name)
    {
        byte[] page = HostilePages.Make(name);
        HtmlTree tree = new HtmlParser().Parse(page);
        Assert.Null(HtmlTreeChecks.FirstFault(tree));
        Assert.InRange(tree.NodeCount, 1, HtmlLimits.Nodes);
    }

    [Fact]
    public void Parse_DeepPage_KeepsItsTextAtTheDeepestLevel()
    {
        HtmlTree tree = new HtmlParser().Parse(HostilePages.Make("50,000 nested div"));
        Assert.Equal(50_002, tree.NodeCount);
        Assert.Equal(HtmlNodeKind.Text, tree.Nodes[^1].Kind);
        Assert.Equal(HtmlLimits.Depth + 1, tree.Nodes[^1].Depth);
        Assert.False(tree.IsCutOff);
    }

    [Fact]
    public void Parse_LeavingTheDeepestLevel_ClosesItsElements()
    {
        // Unclosed elements below the deepest level must not consume the end tags of those above it.
        string deep = string.Concat(Enumerable.Repeat("<div>", HtmlLimits.Depth)) + "<p><p><p>" + string.Concat(Enumerable.Repeat("</div>", HtmlLimits.Depth));
        Assert.EndsWith(" p(\"a\") \"b\"", TreeText.Of(deep + "<p>a</p>b"), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ManyOverlaps_DoNotGrowDeeper()
    {
        HtmlTree tree = new HtmlParser().Parse(HostilePages.Make("100,000 b div, closed"));
        int deepest = 0;
        foreach (HtmlNode node in tree.Nodes) deepest = Math.Max(deepest, node.Depth);
        Assert.Equal(3, deepest);
    }

    [Fact]
    public void Parse_MillionAttributes_KeepsTheFirstOfEachName()
    {
        HtmlTree tree = new HtmlParser().Parse(HostilePages.Make("1,000,000 known attributes"));
        Assert.Equal(2, tree.AttributeCount);
        Assert.Equal("a", tree.AttributeText(1, HtmlAttributeName.Class));
    }

    [Fact]
    public void Parse_LoneSurrogates_BecomeReplacementCharacters()
    {
        byte[] page = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString([.. "<p title='"u8, 0xED, 0xA0, 0x80, .. "'>"u8, 0xED, 0xB0, 0x80, .. "&#xD800;&#xDC00;"u8]));
        Assert.Equal("p[title=\uFFFD\uFFFD\uFFFD](\"\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\")", TreeText.Of(new HtmlParser().Parse(page)));
    }

    [Fact]
    public void Parse_AnyBytes_GivesASoundTree()
    {
        Gen<byte[]> bytes = Gen.Byte.Array[0, 300];
        Gen<byte[]> snippets = Gen.OneOf(Gen.Int[0, PageMutator.Snippets.Count - 1].Select(static i => PageMutator.Snippets[i]), Gen.String[0, 5]).Array[0, 60]
            .Select(static parts => Encoding.UTF8.GetBytes(string.Concat(parts)));
        Gen.OneOf(bytes, snippets).Sample(static page =>
        {
            string? fault = HtmlTreeChecks.FirstFault(new HtmlParser().Parse(Repair(page)));
            Assert.True(fault is null, fault);
        }, iter: 20_000);
    }

    [Fact]
    public void Parse_MutatedPages_GivesSoundTrees()
    {
        List<byte[]> pages = [.. MadePages.All.Select(Encoding.UTF8.GetBytes)];
        if (SharedPages.Folder is not null) pages.AddRange(SharedPages.Read("structure").Select(static page => page.Utf8));
        var mutator = new PageMutator(pages, longest: 50_000);
        var parser = new HtmlParser();
        for (ulong seed = 0; seed < MutatedPages; seed++)
        {
            string? fault = HtmlTreeChecks.FirstFault(parser.Parse(Repair(mutator.Next(seed))));
            Assert.True(fault is null, $"seed {seed}: {fault}");
        }
    }

    [Fact]
    public void Next_SameSeed_GivesTheSamePage()
    {
        var mutator = new PageMutator([.. MadePages.All.Select(Encoding.UTF8.GetBytes)]);
        byte[][] once = [.. Enumerable.Range(0, 50).Select(seed => mutator.Next((ulong)seed))];
        byte[][] again = [.. Enumerable.Range(0, 50).Select(seed => mutator.Next((ulong)seed))];
        Assert.Equal(once, again);
        Assert.True(once.Select(Convert.ToHexString).Distinct().Count() > 40);
    }

    [Fact]
    public void FirstFault_TreeWithAFault_NamesIt()
    {
        HtmlTree tree = new HtmlParser().Parse("<p>a<b>b</b></p>"u8.ToArray());
        Assert.Null(HtmlTreeChecks.FirstFault(tree));
        tree.NodeAt(3).SubtreeEnd = 6;
        Assert.NotNull(HtmlTreeChecks.FirstFault(tree));
    }

    private static byte[] Repair(byte[] page) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(page));
}
