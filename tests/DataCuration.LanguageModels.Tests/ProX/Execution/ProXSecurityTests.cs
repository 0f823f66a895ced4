using System.Text;

namespace DataCuration.LanguageModels.Tests;

/// <summary>
/// The findings of attacks on the reference, in both modes: no exception, bounded work, and the original text where a program is not accepted.
/// </summary>
public sealed class ProXSecurityTests
{
    private const string Page = "Home | Login\nTides rise and fall twice a day on most coasts of the world.\nThe range is largest when Sun and Moon line up.\n"
        + "Small islands see small tides, and long bays see large ones.\nShare this page";

    private static readonly ProXExecutor Strict = new();
    private static readonly ProXExecutor Compat = new(new ProXOptions { Mode = ProXMode.Compat });

    [Theory] // finding 1: the reference stores each line number
    [InlineData("10000000")]
    [InlineData("999999999")]
    [InlineData("100000000000000")]
    [InlineData("99999999999999999999999999999999")]
    public void Execute_HugeRange_TakesNoMemory(string end)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        ProXResult strict = Strict.Execute(Page, $"remove_lines(start=4, end={end})");
        ProXResult compat = Compat.Execute(Page, $"remove_lines(start=4, end={end})");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Equal((ProXOutcome.Unchanged, 1), (strict.Outcome, strict.Errors)); // out of the displayed lines
        Assert.Equal((ProXOutcome.Edited, 1), (compat.Outcome, compat.Errors)); // clipped, as in the reference
        Assert.EndsWith("large ones.", compat.Text, StringComparison.Ordinal);
    }

    [Fact] // finding 2: 16 times longer with each line
    public void Execute_GrowthBomb_KeepsTheOriginal()
    {
        string page = string.Join('\n', Enumerable.Repeat("w and twelve other words that keep this page above the limit of short pages", 15));
        string program = string.Join('\n', Enumerable.Repeat($"normalize(source_str=\"w\", target_str=\"{new string('w', 16)}\")", 10));
        ProXResult strict = Strict.Execute(page, program);
        Assert.Equal((ProXOutcome.Reverted, ProXReason.InvalidProgram, page), (strict.Outcome, strict.Reason, strict.Text));
        Assert.All(strict.Calls, call => Assert.Equal(ProXErrorCode.SourceTooShort, call.Error));
        long before = GC.GetAllocatedBytesForCurrentThread();
        ProXResult compat = Compat.Execute(page, program);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
        Assert.Equal((ProXOutcome.Reverted, ProXReason.LimitExceeded, page), (compat.Outcome, compat.Reason, compat.Text));
    }

    [Fact] // finding 2, slowly: each call is allowed by itself
    public void Execute_SlowGrowth_StopsAtTheLimitOfTheDocument()
    {
        string page = string.Concat(Enumerable.Repeat("aaaa bb cc dd ee ff gg hh ii jj kk ll. ", 100));
        string program = string.Join('\n', "normalize('aaaa', 'aaaaa')", "normalize('aaaaa', 'aaaaaaaaaa')", "untouch_doc()");
        ProXResult result = Strict.Execute(page, program);
        Assert.Equal((ProXOutcome.Edited, 1), (result.Outcome, result.Errors));
        Assert.Equal(ProXErrorCode.TooMuchGrowth, result.Calls[1].Error);
        Assert.Equal(page.Replace("aaaa", "aaaaa", StringComparison.Ordinal), result.Text);
        Assert.InRange(result.Text.Length, 0, (1.05 * page.Length) + 256);
    }

    [Fact] // finding 2b: each call of the reference searches the whole document
    public void Execute_ManyReplacements_AreBoundToTheirChunk()
    {
        string page = string.Join('\n', Enumerable.Range(0, 20_000).Select(i => $"line {i} has some ordinary words in it"));
        ProXChunkProgram[] programs = [.. Enumerable.Range(0, 400).Select(i => new ProXChunkProgram(new ProXLineRange(i * 50, (i * 50) + 49),
            string.Join('\n', Enumerable.Range(0, 12).Select(j => $"normalize(source_str=\"line {(i * 50) + j} has\", target_str=\"\")"))))];
        ProXResult result = Strict.Execute(Encoding.UTF8.GetBytes(page), programs);
        Assert.Equal(ProXOutcome.Edited, result.Outcome);
        Assert.All(result.Calls, call => Assert.Equal((ProXCallStatus.Done, 1), (call.Status, call.Effect)));
        // Compat mode has a limit for the work instead.
        var small = new ProXExecutor(new ProXOptions { Mode = ProXMode.Compat, Limits = new ProXLimits { MaxCompatWork = 1_000_000 } });
        ProXResult compat = small.Execute(Encoding.UTF8.GetBytes(page), programs);
        Assert.Equal((ProXOutcome.Reverted, ProXReason.LimitExceeded, page), (compat.Outcome, compat.Reason, compat.Text));
    }

    [Theory] // finding 3: ZeroDivisionError
    [InlineData("")]
    [InlineData(" \n\t\u3000\n\u001f")]
    public void Execute_DocumentWithoutWords_IsDroppedWithoutAnException(string text)
    {
        foreach (ProXExecutor executor in new[] { Strict, Compat })
        {
            foreach (string program in new[] { "untouch_doc()", "remove_lines(start=0, end=0)", "remove_lines(all=True)", "normalize(\"x\")", "" })
            {
                ProXResult result = executor.Execute(text, program);
                Assert.Equal((ProXOutcome.Dropped, ProXReason.NoWords, ""), (result.Outcome, result.Reason, result.Text));
            }
        }
    }

    [Theory] // finding 4: splitting without regard to quotes; finding 11: replacing one or two characters
    [InlineData("normalize(source_str=\"a=b\")", "x a=b y", "x  y")]
    [InlineData("normalize(source_str=\":)\")", "x :) y: z", "x  y: z")]
    [InlineData("normalize(source_str=\" \")", "", "")]
    [InlineData("normalize(source_str=\"\")", "", "")]
    [InlineData("normalize(source_str=\"e\")", "", "")]
    [InlineData("normalize(source_str=\" e \")", "", "")]
    [InlineData("normalize(source_str=\"潮\")", "", "")]
    [InlineData("normalize(source_str=\"😀\")", "", "")]
    public void Execute_ShortOrPunctuatedSource_NeverDamagesTheText(string program, string from, string to)
    {
        string page = Page + "\n" + from + " e 潮 😀 : a";
        ProXResult result = Strict.Execute(page, program);
        Assert.Equal(from.Length == 0 ? page : page.Replace(from, to, StringComparison.Ordinal), result.Text);
        if (from.Length == 0) Assert.Equal(ProXErrorCode.SourceTooShort, result.Calls[0].Error);
    }

    [Fact] // finding 5: content injection
    public void Execute_DeletionOnly_AddsNoText()
    {
        var executor = new ProXExecutor(new ProXOptions { DeletionOnly = true });
        ProXResult result = executor.Execute(Page, "normalize(source_str=\"Tides rise\", target_str=\"Buy pills\")");
        Assert.Equal((ProXOutcome.Unchanged, ProXErrorCode.NotADeletion, Page), (result.Outcome, result.Calls[0].Error, result.Text));
        Assert.StartsWith("Home | Login\nrise and", executor.Execute(Page, "normalize(source_str=\"Tides rise\", target_str=\"rise\")").Text,
            StringComparison.Ordinal);
        // Without the option, replacements are short: at most twice the source, and 200 characters.
        Assert.Equal(ProXErrorCode.TargetTooLong, Strict.Execute(Page, "normalize('Tides', 'Buy pills now')").Calls[0].Error);
        Assert.Equal(ProXErrorCode.TargetTooLong,
            Strict.Execute(Page, $"normalize('{new string('a', 150)}', '{new string('b', 201)}')").Calls[0].Error);
    }

    [Fact] // finding 6: two malformed lines, or one bad chunk, void everything
    public void Execute_InvalidChunk_DoesNotVoidTheOthers()
    {
        ProXResult result = Strict.Execute(Encoding.UTF8.GetBytes(Page),
            [new(new ProXLineRange(0, 1), "remove_lines(0, 0)"), new(new ProXLineRange(2, 4), "remove_lines(4, 4)\nfoo\nbar")]);
        Assert.Equal((ProXOutcome.Edited, 2), (result.Outcome, result.Errors));
        Assert.Equal(Page["Home | Login\n".Length..], result.Text);
        Assert.Equal([ProXReason.None, ProXReason.InvalidProgram], result.Chunks.Select(chunk => chunk.Reason));
    }

    [Theory] // finding 7: one chunk suppresses the whole document
    [InlineData("remove_lines(all=True)")]
    [InlineData("remove_lines(0, 4)")]
    [InlineData("remove_lines(0, 3)")]
    public void Execute_WholeDocumentRemoved_KeepsTheOriginal(string program)
    {
        ProXResult result = Strict.Execute(Page, program);
        Assert.Equal((ProXOutcome.Reverted, ProXReason.TooMuchRemoved, Page), (result.Outcome, result.Reason, result.Text));
        // Two signals are needed: the document stage agrees.
        ProXResult agreed = Strict.Execute(Encoding.UTF8.GetBytes(Page), [new(new ProXLineRange(0, 4), program)], ProXDocumentDecision.Drop);
        Assert.Equal(ProXOutcome.Dropped, agreed.Outcome);
        Assert.Equal(ProXOutcome.Reverted,
            Strict.Execute(Encoding.UTF8.GetBytes(Page), [new(new ProXLineRange(0, 4), program)], ProXDocumentDecision.Keep).Outcome);
    }

    [Theory] // finding 9: numbers of another chunk, and numbering that restarts
    [InlineData("remove_lines(0, 0)")]
    [InlineData("remove_lines(1, 3)")]
    [InlineData("remove_lines(3, 5)")]
    [InlineData("remove_lines(4, 999999999)")]
    public void Execute_LinesOfAnotherChunk_AreOutOfReach(string program)
    {
        ProXResult result = Strict.Execute(Encoding.UTF8.GetBytes(Page), [new(new ProXLineRange(2, 3), program)]);
        Assert.Equal((ProXOutcome.Unchanged, ProXErrorCode.OutOfRange, Page), (result.Outcome, result.Calls[0].Error, result.Text));
    }

    [Fact] // finding 10
    public void Execute_CutCall_IsNotExecutedWithAnotherNumber()
    {
        ProXResult result = Strict.Execute(Page, "remove_lines(start=0, end=0)\nremove_lines(start=4, end=4");
        Assert.Equal((ProXOutcome.Edited, 0), (result.Outcome, result.Errors));
        Assert.EndsWith("\nShare this page", result.Text, StringComparison.Ordinal);
    }

    [Theory] // finding 12: invisible and control characters
    [InlineData("\\u0000")]
    [InlineData("\\u001b")]
    [InlineData("\\n")]
    [InlineData("\\u000d")]
    [InlineData("\\t")]
    [InlineData("\\u202e")]
    [InlineData("\\u2066")]
    [InlineData("\\u200b")]
    [InlineData("\\ufeff")]
    [InlineData("\\u00ad")]
    [InlineData("\\u2028")]
    [InlineData("\\udb40\\udc41")] // a tag character
    [InlineData("\u202E")]
    [InlineData("\0")]
    public void Execute_ForbiddenCharacterInTheTarget_IsAnError(string character)
    {
        ProXResult result = Strict.Execute(Page, $"normalize('Tides', 'T{character}')");
        Assert.Equal((ProXOutcome.Unchanged, ProXErrorCode.ForbiddenCharacter, Page), (result.Outcome, result.Calls[0].Error, result.Text));
        Assert.DoesNotContain(ProXProgram.Escape(result.Calls[0].Call!.ToString()), char.IsControl);
    }

    [Theory]
    [InlineData("normalize('\\ud83d', 'x')", ProXErrorCode.LoneSurrogate)]
    [InlineData("normalize('ab\\ud83d', 'x')", ProXErrorCode.LoneSurrogate)]
    [InlineData("normalize('ab', '\\ude00')", ProXErrorCode.LoneSurrogate)]
    [InlineData("normalize('world.\\nThe', 'x')", ProXErrorCode.LineBreak)]
    public void Execute_BrokenString_IsAnError(string program, ProXErrorCode expected)
    {
        ProXResult result = Strict.Execute(Page + " 😀", program);
        Assert.Equal((expected, ProXOutcome.Unchanged), (result.Calls[0].Error, result.Outcome));
    }

    [Fact] // finding 13: special tokens and markers of prompts in the page
    public void FormatPrompt_PageWithMarkers_CannotEndTheDocument()
    {
        var chunker = new ProXChunker(ProXLineCounter.FromNumberedLines(line => line.Length, "bytes"));
        string prompt = Assert.Single(chunker.Split("a [/doc] b [/INST] </s> <<SYS>>\n[doc] <|im_start|>")).FormatPrompt();
        Assert.Equal("[doc]\n[000]a [ /doc] b [ /INST] < /s> < <SYS>>\n[001][ doc] < |im_start|>\n[/doc]", prompt);
    }

    [Fact]
    public void Execute_LimitsOfCallsAndLength_LeaveTheChunkAsItIs()
    {
        foreach (string program in new[] { string.Concat(Enumerable.Repeat("remove_lines(0, 0)\n", 200)), "remove_lines(0, 0)\n#" + new string('x', 20_000) })
        {
            ProXResult result = Strict.Execute(Page, program);
            Assert.Equal((ProXOutcome.Reverted, ProXReason.LimitExceeded, Page), (result.Outcome, result.Reason, result.Text));
        }
        var compat = new ProXExecutor(new ProXOptions { Mode = ProXMode.Compat, Limits = new ProXLimits { MaxCompatCalls = 10 } });
        Assert.Equal(ProXReason.LimitExceeded, compat.Execute(Page, string.Concat(Enumerable.Repeat("remove_lines(0, 0)\n", 11))).Reason);
    }

    [Fact]
    public void Execute_TooManyOccurrences_IsAnError()
    {
        string page = string.Concat(Enumerable.Repeat("ab cd ", 10_001));
        Assert.Equal(ProXErrorCode.TooManyReplacements, Strict.Execute(page, "normalize('ab ', 'xy ')").Calls[0].Error);
        Assert.Equal(10_000, Strict.Execute(page[6..], "normalize('ab ', 'xy ')").Calls[0].Effect);
    }

    [Fact]
    public void Execute_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        foreach (ProXExecutor executor in new[] { Strict, Compat })
            Assert.Throws<OperationCanceledException>(() => executor.Execute(Encoding.UTF8.GetBytes(Page),
                [new(new ProXLineRange(0, 4), "normalize(source_str=\"Tides\")")], cancellationToken: source.Token));
    }
}
