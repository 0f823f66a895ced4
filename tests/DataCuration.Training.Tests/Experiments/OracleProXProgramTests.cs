using System.Text;
using CsCheck;
using DataCuration.Experiments.Clean;
using DataCuration.LanguageModels;

namespace DataCuration.Training.Tests.Experiments;

/// <summary>The oracle's programs and the labels of lines.</summary>
public sealed class OracleProXProgramTests
{
    [Fact]
    public void Execute_AnyLabels_KeepsExactlyTheGoodLines() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[0, 100], Gen.Int[0, 1_000_000]).Sample((count, share, seed) =>
        {
            var random = SeededRandom.Create((ulong)seed, "labels", "");
            // Long lines, so that texts have several chunks.
            string[] lines = [.. Enumerable.Range(0, count).Select(i => $"line {i} " + new string('x', 1 + (i % 90)))];
            var isGood = new bool[count];
            for (int i = 0; i < count; i++) isGood[i] = random.NextInt64(100) < share;
            isGood[random.NextInt64(count)] = true;
            string text = string.Join('\n', lines);
            ProXResult result = OracleProXProgram.Execute(text, OracleProXProgram.Write(text, isGood));
            Assert.Equal(string.Join('\n', lines.Where((_, i) => isGood[i])), result.Text);
            Assert.Equal(0, result.Errors);
        }, iter: 200);

    [Fact]
    public void Write_GoodLinesOnly_MakesNoEdit()
    {
        ProXChunkProgram program = Assert.Single(OracleProXProgram.Write("one\ntwo", [true, true]));
        Assert.Equal(new ProXNoEdit().ToString(), program.Program);
        Assert.Equal("remove_lines(start=1, end=2)\nremove_lines(start=4, end=4)",
            Assert.Single(OracleProXProgram.Write("a\nb\nc\nd\ne", [true, false, false, true, false])).Program);
    }

    [Fact]
    public void IsGood_Lines_FollowTheStatedRule()
    {
        var gold = new GoldText("The tide rises twice a day, on most coasts.\nWhy tides?\nIt falls as often as it rises.");
        Assert.True(gold.IsGood("the TIDE rises twice a day on most coasts"));
        Assert.True(gold.IsGood("Why tides?"));
        Assert.True(gold.IsGood("rises twice a day"));
        Assert.False(gold.IsGood("tides")); // a short line has to be a line of the gold text
        Assert.False(gold.IsGood("Home | About | The tide rises twice")); // one run of four words of four
        Assert.False(gold.IsGood("rises twice a week"));
        Assert.False(gold.IsGood("— | —"));
        Assert.False(gold.IsGood(""));
    }

    [Fact]
    public void VisibleText_Page_HasAllLinesWithoutScripts()
    {
        const string Html = "<html><head><title>No</title></head><body><nav><a>Home</a> <a>Login</a></nav><script>no()</script>"
            + "<p>The tide\n <b>rises</b> twice.</p><ul><li>One<li>Two</ul>End<br>of it<style>no</style></body></html>";
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Html));
        Assert.Equal("Home Login\nThe tide rises twice.\nOne\nTwo\nEnd\nof it", VisibleText.Of(stream));
    }

    [Fact]
    public void Join_SeveralSeeds_AddsTheBitsOfEachPage()
    {
        EvaluationResult joined = CleanCommand.Join([Result(10, 20), Result(30, 60)]);
        Assert.Equal([40.0, 80.0], joined.Documents.Select(document => document.Bits));
        Assert.Equal(120.0 / 20, joined.BitsPerByte);

        static EvaluationResult Result(double first, double second) =>
            new([new() { Id = "a", Bits = first, Utf8Bytes = 5, Tokens = 5 }, new() { Id = "b", Bits = second, Utf8Bytes = 5, Tokens = 5 }]);
    }
}
