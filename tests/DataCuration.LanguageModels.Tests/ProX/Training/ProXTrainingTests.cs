using System.Text;
using System.Text.Json;

namespace DataCuration.LanguageModels.Tests;

public sealed class ProXTrainingTests
{
    private const string Page = "Home | Login\nTides rise and fall twice a day on most coasts. Click here\nThe range is largest when Sun and Moon line up. "
        + "Click here\nShare";

    [Fact]
    public void AddLines_Examples_AreAveragedInBothWays()
    {
        var metrics = new ProXMetrics();
        Assert.Equal(1, metrics.AddLines([], []));
        Assert.Equal(0, metrics.AddLines([new(0, 3)], []));
        Assert.Equal(2 * 3.0 / ((2 * 3) + 2 + 1), metrics.AddLines([new(5, 6), new(0, 1), new(1, 2)], [new(1, 3), new(6, 6)]), 15);
        Assert.Equal(3, metrics.Examples);
        Assert.Equal((1 + 0 + (6.0 / 9)) / 3, metrics.MacroLineF1, 15);
        Assert.Equal(6.0 / (6 + 6 + 1), metrics.MicroLineF1, 15);
        Assert.Throws<ArgumentException>(() => metrics.AddLines([new(3, 2)], []));
    }

    [Fact]
    public void AddLines_GeneratedRanges_EqualsSets()
    {
        for (ulong seed = 0; seed < 500; seed++)
        {
            var random = new SeededRandom(SeededRandom.Mix(seed));
            ProXLineRange[] left = Ranges(ref random), right = Ranges(ref random);
            HashSet<int> predicted = [.. left.SelectMany(range => Enumerable.Range(range.First, range.Count))];
            HashSet<int> expected = [.. right.SelectMany(range => Enumerable.Range(range.First, range.Count))];
            int both = predicted.Intersect(expected).Count();
            double f1 = predicted.Count + expected.Count == 0 ? 1 : 2.0 * both / (predicted.Count + expected.Count);
            Assert.Equal(f1, new ProXMetrics().AddLines(left, right), 12);
        }

        static ProXLineRange[] Ranges(ref SeededRandom random)
        {
            var ranges = new ProXLineRange[random.NextInt64(5)];
            for (int i = 0; i < ranges.Length; i++)
            {
                int first = (int)random.NextInt64(20);
                ranges[i] = new ProXLineRange(first, first + (int)random.NextInt64(6));
            }
            return ranges;
        }
    }

    [Fact]
    public void AddDecision_KeepIsPositive()
    {
        var metrics = new ProXMetrics();
        metrics.AddDecision(ProXDocumentDecision.Keep, ProXDocumentDecision.Keep);
        metrics.AddDecision(ProXDocumentDecision.Unknown, ProXDocumentDecision.Drop);
        metrics.AddDecision(ProXDocumentDecision.Drop, ProXDocumentDecision.Keep);
        metrics.AddDecision(ProXDocumentDecision.Drop, ProXDocumentDecision.Drop);
        Assert.Equal((4L, 0.5), (metrics.Decisions, metrics.DocumentF1));
    }

    [Fact]
    public void Label_SeveralPasses_AreUnitedAndVerified()
    {
        ProXLabel label = Label("```\nremove_lines(0, 0)\n```",
            "normalize(\" Click here\")\nnormalize('absent words')\nremove_lines(0, 0)", "remove_lines(start=3, end=3)");
        Assert.Equal(ProXLabelOutcome.Accepted, label.Outcome);
        Assert.Equal("normalize(source_str=\" Click here\", target_str=\"\")\nremove_lines(start=0, end=0)\nremove_lines(start=3, end=3)", label.Program);
        Assert.Equal([new(0, 0), new ProXLineRange(3, 3)], label.RemovedLines);
        Assert.Equal((false, 2), (label.IsUntouched, label.LeftOut)); // the absent string, and the line that was named twice
        // The label does in compat mode what it says.
        var compat = new ProXExecutor(new ProXOptions { Mode = ProXMode.Compat });
        Assert.Equal("Tides rise and fall twice a day on most coasts.\nThe range is largest when Sun and Moon line up.",
            compat.Execute(Page, label.Program).Text);
    }

    [Fact]
    public void Label_Nothing_IsUntouched()
    {
        ProXLabel label = Label("untouch_doc()", "normalize('absent words')", "remove_lines(90, 91)");
        Assert.Equal(("untouch_doc()", true, 2), (label.Program, label.IsUntouched, label.LeftOut));
    }

    [Theory]
    [InlineData("foo()", ProXLabelOutcome.InvalidProgram)]
    [InlineData("remove_lines(0, 0)\nremove_lines(1", ProXLabelOutcome.InvalidProgram)]
    [InlineData("normalize('a')", ProXLabelOutcome.InvalidProgram)]
    [InlineData("remove_lines(all=True)", ProXLabelOutcome.TooMuchRemoved)]
    [InlineData("remove_lines(0, 1)", ProXLabelOutcome.TooMuchRemoved)]
    [InlineData("normalize('Home | Login', 'a, b')", ProXLabelOutcome.NotExpressible)]
    public void Label_UnusableProgram_HasAReason(string program, ProXLabelOutcome expected) => Assert.Equal(expected, Label(program).Outcome);

    [Fact]
    public void Label_ForStrictMode_MayContainEverything()
    {
        ProXLabel label = new ProXLabeler { ForCompat = false }.Label(Encoding.UTF8.GetBytes(Page), new ProXLineRange(0, 3),
            ["normalize('Home | Login', 'a, \"b\"')"]);
        Assert.Equal((ProXLabelOutcome.Accepted, "normalize(source_str=\"Home | Login\", target_str=\"a, \\\"b\\\"\")"), (label.Outcome, label.Program));
    }

    [Fact]
    public void Label_SecondChunk_UsesTheNumbersOfTheDocument()
    {
        ProXLabel label = new ProXLabeler().Label(Encoding.UTF8.GetBytes(Page), new ProXLineRange(2, 3), ["remove_lines(3, 3)\nremove_lines(0, 0)"]);
        Assert.Equal(("remove_lines(start=3, end=3)", 1), (label.Program, label.LeftOut));
    }

    [Fact]
    public void Write_BothFormats_AreJsonLines()
    {
        var pair = new ProXTrainingPair("Be \"kind\".", "[doc]\n[000]é < b\n[/doc]", "untouch_doc()");
        using var messages = new MemoryStream();
        var writer = new ProXPairWriter(messages);
        writer.Write(pair);
        writer.Write(pair with { System = "" });
        string[] lines = Encoding.UTF8.GetString(messages.ToArray()).TrimEnd('\n').Split('\n');
        Assert.Equal(2, writer.Count);
        Assert.Equal("{\"messages\":[{\"role\":\"system\",\"content\":\"Be \\\"kind\\\".\"},{\"role\":\"user\",\"content\":\"[doc]\\n[000]é < b\\n[/doc]\"},"
            + "{\"role\":\"assistant\",\"content\":\"untouch_doc()\"}]}", lines[0]);
        Assert.Equal(2, JsonDocument.Parse(lines[1]).RootElement.GetProperty("messages").GetArrayLength());
        using var instructions = new MemoryStream();
        new ProXPairWriter(instructions, ProXPairFormat.Instruction).Write(pair);
        Assert.Equal("{\"system\":\"Be \\\"kind\\\".\",\"input\":\"[doc]\\n[000]é < b\\n[/doc]\",\"output\":\"untouch_doc()\"}\n",
            Encoding.UTF8.GetString(instructions.ToArray()));
    }

    private static ProXLabel Label(params string[] programs) => new ProXLabeler().Label(Encoding.UTF8.GetBytes(Page), new ProXLineRange(0, 3), programs);
}
