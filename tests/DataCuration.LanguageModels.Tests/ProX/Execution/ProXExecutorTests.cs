using System.Text;

namespace DataCuration.LanguageModels.Tests;

public sealed class ProXExecutorTests
{
    private const string Page = "l0 menu\nl1 one two three four five six seven\nl2 one two three four five six seven\n"
        + "l3 one two three four five six seven\nl4 end";

    [Fact]
    public void Execute_Chunks_ActOnTheirLinesAndLeaveGaps()
    {
        ProXResult result = new ProXExecutor().Execute(Encoding.UTF8.GetBytes(Page),
            [new(new ProXLineRange(0, 1), "remove_lines(0, 0)\nnormalize(' seven')"), new(new ProXLineRange(4, 4), "remove_lines(4, 4)")]);
        Assert.Equal("l1 one two three four five six\nl2 one two three four five six seven\nl3 one two three four five six seven", result.Text);
        Assert.Equal([new(0, 0), new ProXLineRange(4, 4)], result.RemovedLines);
        Assert.Equal((28, 23, 5), (result.WordsBefore, result.WordsAfter, result.WordsRemoved));
        Assert.Equal([(0, 1L), (0, 1), (1, 1)], result.Calls.Select(call => (call.Chunk, call.Effect)));
    }

    [Fact]
    public void Execute_ReplacementBeforeRemoval_RunsFirstInAnyOrder()
    {
        ProXResult result = new ProXExecutor().Execute(Page, "remove_lines(0, 0)\nnormalize('menu', 'list')\nnormalize('absent text')");
        Assert.Equal(Page["l0 menu\n".Length..], result.Text);
        Assert.Equal(1, result.AbsentSources);
        Assert.Equal(ProXCallStatus.SourceAbsent, result.Calls[2].Status);
    }

    [Theory]
    [InlineData("a b c d e f g h i j k\n", "remove_lines(1, 1)", "a b c d e f g h i j k")]
    [InlineData("x\na b c d e f g h i j k\n", "remove_lines(0, 0)", "a b c d e f g h i j k\n")]
    [InlineData("a b c d e f g h i j k\n\nx", "remove_lines(2, 2)", "a b c d e f g h i j k\n")]
    [InlineData("a b c d e f g h i j k\r\nx", "remove_lines(1, 1)", "a b c d e f g h i j k\r")]
    [InlineData("a b c d e f g h i j k\u2028x\u0085y\nz", "remove_lines(1, 1)", "a b c d e f g h i j k\u2028x\u0085y")]
    public void Execute_LineEnds_AreLineFeedsOnly(string text, string program, string expected) =>
        Assert.Equal(expected, new ProXExecutor().Execute(text, program).Text);

    [Theory]
    [InlineData("潮汐是海水在月球和太阳引力作用下产生的周期性涨落现象。", ProXOutcome.Unchanged)] // 27 characters of Chinese are 13 words and the whole is one more
    [InlineData("潮汐是海水在月球和太阳。", ProXOutcome.Dropped)]
    [InlineData("น้ำขึ้นน้ำลงเป็นปรากฏการณ์ทางธรรมชาติที่เกิดจากแรงโน้มถ่วงของดวงจันทร์", ProXOutcome.Unchanged)]
    [InlineData("one two three four five six seven eight nine ten", ProXOutcome.Dropped)]
    [InlineData("one two three four five six seven eight nine ten eleven", ProXOutcome.Unchanged)]
    public void Execute_ShortDocuments_AreMeasuredByTheirScript(string text, ProXOutcome expected)
    {
        ProXResult result = new ProXExecutor().Execute(text, "untouch_doc()");
        Assert.Equal((expected, expected == ProXOutcome.Dropped ? ProXReason.TooShort : ProXReason.None), (result.Outcome, result.Reason));
        Assert.Equal(ProXOutcome.Unchanged, new ProXExecutor(new ProXOptions { ShortDocumentWords = null }).Execute(text, "untouch_doc()").Outcome);
        // An invalid program never drops.
        Assert.Equal((ProXOutcome.Reverted, ProXReason.InvalidProgram), Both(new ProXExecutor().Execute(text, "x\ny")));
    }

    [Fact]
    public void Execute_Options_AreHonoured()
    {
        Assert.Equal(ProXOutcome.Reverted, With(new ProXOptions { ErrorLimit = 1 }, "remove_lines(0, 0)\nfoo").Outcome);
        Assert.Equal(ProXOutcome.Edited, With(new ProXOptions { ErrorLimit = 3 }, "remove_lines(0, 0)\nfoo\nbar").Outcome);
        Assert.Equal(ProXOutcome.Reverted, With(new ProXOptions { MaxRemovedShare = 0.05 }, "remove_lines(0, 0)").Outcome);
        Assert.Equal(ProXOutcome.Edited, With(new ProXOptions { MaxRemovedShare = 0.6 }, "remove_lines(0, 1)").Outcome);
        Assert.Equal(ProXOutcome.Edited, With(new ProXOptions { ClipsLastLine = true }, "remove_lines(4, 99)").Outcome);
        Assert.Equal(ProXErrorCode.OutOfRange, With(new ProXOptions { ClipsLastLine = true }, "remove_lines(5, 99)").Calls[0].Error);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProXOptions { ErrorLimit = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProXOptions { DropShare = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProXOptions { Mode = (ProXMode)7 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProXLimits { MaxGrowth = 0.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProXLimits { MaxCalls = -1 });

        static ProXResult With(ProXOptions options, string program) => new ProXExecutor(options).Execute(Page, program);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(-1, 2)]
    [InlineData(3, 2)]
    public void Execute_LinesThatDoNotExist_AreAnArgumentError(int first, int last)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new ProXExecutor().Execute(Encoding.UTF8.GetBytes(Page),
            [new(new ProXLineRange(first, last), "")]));
        Assert.Contains("5, the number of lines", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ProXExecutor().Execute(Encoding.UTF8.GetBytes(Page),
            [new(new ProXLineRange(0, 2), ""), new(new ProXLineRange(2, 3), "")]));
    }

    [Fact]
    public void Execute_UnchangedText_IsNotCopied()
    {
        ReadOnlyMemory<byte> text = Encoding.UTF8.GetBytes(Page);
        foreach (ProXMode mode in Enum.GetValues<ProXMode>())
            Assert.True(text.Span == new ProXExecutor(new ProXOptions { Mode = mode }).Execute(text, "untouch_doc()").Utf8Text.Span);
    }

    [Fact]
    public void Execute_CompatLoneSurrogate_NeverMatches()
    {
        var executor = new ProXExecutor(new ProXOptions { Mode = ProXMode.Compat });
        ProXResult result = executor.Execute(Page + " \uFFFD", "normalize(source_str=\"\ud83d\", target_str=\"x\")");
        Assert.Equal((ProXOutcome.Unchanged, 1), (result.Outcome, result.AbsentSources));
    }

    [Fact]
    public void Describe_EveryOption_ChangesTheFingerprint()
    {
        int changed = 0;
        Try(new ProXOptions(), (options, writer) => options.Describe(writer));
        Try(new ProXLimits(), (limits, writer) => limits.Describe(writer));
        Assert.Equal(9 + 13, changed);
        Assert.NotEqual(Parts(writer => new ProXOptions().Describe(writer)),
            Parts(writer => new ProXOptions { Limits = new ProXLimits { MaxCalls = 1 } }.Describe(writer)));

        void Try<T>(T given, Action<T, FingerprintWriter> describe)
            where T : class
        {
            string before = Parts(writer => describe(given, writer));
            foreach (System.Reflection.PropertyInfo property in typeof(T).GetProperties().Where(property => property.SetMethod is { IsStatic: false }))
            {
                object? other = property.GetValue(given) switch
                {
                    bool value => !value,
                    int value => value + 1,
                    long value => value + 1,
                    double value => value >= 1 ? value + 1 : (value / 2) + 0.25,
                    Enum => ProXMode.Compat,
                    ProXLimits limits => limits with { MaxCalls = 7 },
                    object value => throw new NotSupportedException(value.ToString()),
                    null => null,
                };
                var copy = (T)typeof(T).GetMethod("<Clone>$")!.Invoke(given, null)!;
                property.SetValue(copy, other);
                Assert.True(before != Parts(writer => describe(copy, writer)), property.Name);
                changed++;
            }
        }

        static string Parts(Action<FingerprintWriter> describe)
        {
            var writer = new FingerprintWriter();
            describe(writer);
            return string.Join('\n', writer.Parts);
        }
    }

    private static (ProXOutcome, ProXReason) Both(ProXResult result) => (result.Outcome, result.Reason);
}
