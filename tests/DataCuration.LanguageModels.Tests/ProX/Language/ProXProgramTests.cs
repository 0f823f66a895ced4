namespace DataCuration.LanguageModels.Tests;

public sealed class ProXProgramTests
{
    [Theory]
    [InlineData("remove_lines(0, 3)", "remove_lines(start=0, end=3)")] // paper, figure 2
    [InlineData("remove_lines(line_start=0, line_end=3)", "remove_lines(start=0, end=3)")] // paper, table 1
    [InlineData("remove_lines(start=0, end=3)", "remove_lines(start=0, end=3)")] // released models
    [InlineData("remove_lines(end=3, start=0)", "remove_lines(start=0, end=3)")]
    [InlineData("remove_lines(0, end=3,)", "remove_lines(start=0, end=3)")]
    [InlineData("remove_lines(start=1, end=2, all=False)", "remove_lines(start=1, end=2)")]
    [InlineData("remove_lines(all=True)", "remove_lines(all=True)")]
    [InlineData("  remove_lines ( start = 0 , end = 3 ) # navigation", "remove_lines(start=0, end=3)")]
    [InlineData("normalize(\"a, b=c)\")", "normalize(source_str=\"a, b=c)\", target_str=\"\")")]
    [InlineData("normalize('It\\'s', target_str='It is')", "normalize(source_str=\"It's\", target_str=\"It is\")")]
    [InlineData("normalize(source_str=\"x\", target_str=None)", "normalize(source_str=\"x\", target_str=\"\")")]
    [InlineData("normalize(target_str=\"b\", source_str=\"a\")", "normalize(source_str=\"a\", target_str=\"b\")")]
    [InlineData("normalize(\"\\\"\\\\\\n\\t\\u00e9\\ud83d\\ude00\")", "normalize(source_str=\"\\\"\\\\\\n\\té😀\", target_str=\"\")")]
    [InlineData("normalize(\"\\u202e\\u0007\")", "normalize(source_str=\"\\u202e\\u0007\", target_str=\"\")")]
    [InlineData("untouch_doc()", "untouch_doc()")]
    [InlineData("keep_chunk()", "untouch_doc()")]
    [InlineData("skip_chunk()", "untouch_doc()")]
    [InlineData("```python\r\nremove_lines(0, 1)\r\n```\r\n", "remove_lines(start=0, end=1)")]
    [InlineData("remove_lines(0, 0); remove_lines(2, 2)", "remove_lines(start=0, end=0)\nremove_lines(start=2, end=2)")]
    [InlineData("# a comment\n\n \t\n", "")]
    [InlineData("", "")]
    public void Parse_ValidProgram_IsPrintedInTheCanonicalSpelling(string program, string expected)
    {
        ProXProgram parsed = ProXProgram.Parse(program);
        Assert.Empty(parsed.Errors);
        Assert.False(parsed.IsCutOff);
        Assert.Equal(expected, parsed.ToString());
        Assert.Equal(parsed.Calls, ProXProgram.Parse(parsed.ToString()).Calls);
    }

    [Theory]
    [InlineData("Here is the program:", ProXErrorCode.NotACall)]
    [InlineData("remove_lines", ProXErrorCode.NotACall)]
    [InlineData("remove_lines[0, 1]", ProXErrorCode.NotACall)]
    [InlineData("remove_lines(0, 1) please", ProXErrorCode.NotACall)]
    [InlineData("remove_lines(0 1)", ProXErrorCode.NotACall)]
    [InlineData("normalize(\"\"\"simple\"\"\")", ProXErrorCode.NotACall)]
    [InlineData("__import__('os').system('rm')", ProXErrorCode.UnknownFunction)]
    [InlineData("print(remove_lines(0, 1))", ProXErrorCode.WrongArguments)]
    [InlineData("remove_lines_from(start=0, end=0)", ProXErrorCode.UnknownFunction)]
    [InlineData("drop_doc()", ProXErrorCode.UnknownFunction)]
    [InlineData("remove_lines(foo=0, bar=1)", ProXErrorCode.WrongArguments)]
    [InlineData("remove_lines(start=0, start=1)", ProXErrorCode.WrongArguments)]
    [InlineData("remove_lines(start=0, line_start=1)", ProXErrorCode.WrongArguments)]
    [InlineData("remove_lines(start=0, 1)", ProXErrorCode.WrongArguments)]
    [InlineData("remove_lines(0, 1, 2)", ProXErrorCode.WrongArguments)]
    [InlineData("remove_lines()", ProXErrorCode.WrongArguments)]
    [InlineData("remove_lines(start=0)", ProXErrorCode.WrongArguments)]
    [InlineData("remove_lines(\"0\", \"1\")", ProXErrorCode.WrongArguments)]
    [InlineData("remove_lines(start=0, end=1, all=True)", ProXErrorCode.WrongArguments)]
    [InlineData("remove_lines(all=False)", ProXErrorCode.WrongArguments)]
    [InlineData("remove_lines(source_str=\"a\")", ProXErrorCode.WrongArguments)]
    [InlineData("untouch_doc(1)", ProXErrorCode.WrongArguments)]
    [InlineData("normalize(source_str=simple)", ProXErrorCode.WrongArguments)]
    [InlineData("normalize(target_str=\"b\")", ProXErrorCode.WrongArguments)]
    [InlineData("normalize(1)", ProXErrorCode.WrongArguments)]
    [InlineData("normalize(None)", ProXErrorCode.WrongArguments)]
    [InlineData("remove_lines(start=0.0, end=1)", ProXErrorCode.BadNumber)]
    [InlineData("remove_lines(start=0x0, end=1)", ProXErrorCode.BadNumber)]
    [InlineData("remove_lines(start=0, end=1000000000)", ProXErrorCode.BadNumber)]
    [InlineData("remove_lines(start=0, end=１)", ProXErrorCode.WrongArguments)]
    [InlineData("remove_lines(start=-2, end=-1)", ProXErrorCode.NegativeLine)]
    [InlineData("remove_lines(start=5, end=2)", ProXErrorCode.ReversedRange)]
    [InlineData("normalize(\"C:\\dir\")", ProXErrorCode.BadEscape)]
    [InlineData("normalize(\"\\u12G4\")", ProXErrorCode.BadEscape)]
    [InlineData("normalize(\"abc", ProXErrorCode.Unterminated)]
    [InlineData("remove_lines(start=0, end=1", ProXErrorCode.Unterminated)]
    [InlineData("remove_lines(start=", ProXErrorCode.Unterminated)]
    public void Parse_LineThatDoesNotMatch_IsOneErrorAndNoCall(string line, ProXErrorCode expected)
    {
        // Another line follows, so the program was not cut off in this one.
        ProXProgram parsed = ProXProgram.Parse("untouch_doc()\n" + line + "\nremove_lines(0, 0)");
        ProXProgramError error = Assert.Single(parsed.Errors);
        Assert.Equal((2, expected), (error.Line, error.Code));
        Assert.Equal([new ProXNoEdit(), new ProXRemoveLines(0, 0)], parsed.Calls);
    }

    [Theory]
    [InlineData("normaliz")]
    [InlineData("remove_lines")]
    [InlineData("remove_lines(")]
    [InlineData("remove_lines(start=")]
    [InlineData("remove_lines(start=1")]
    [InlineData("remove_lines(start=1, end=10")] // finding 10: never executed as end=1
    [InlineData("normalize(source_str=\"Share this: Face")]
    [InlineData("normalize(source_str=\"a\\")]
    [InlineData("normalize(source_str=\"a\\u00")]
    [InlineData("normalize(source_str=\"a\"")]
    public void Parse_LastCallCutOff_IsDiscardedAlone(string cut)
    {
        foreach (string program in new[] { "remove_lines(0, 0)\n" + cut, "remove_lines(0, 0); " + cut, "remove_lines(0, 0)\n" + cut + " \n" })
        {
            ProXProgram parsed = ProXProgram.Parse(program);
            Assert.True(parsed.IsCutOff, program);
            Assert.Empty(parsed.Errors);
            Assert.Equal([new ProXRemoveLines(0, 0)], parsed.Calls);
        }
    }

    [Fact]
    public void Parse_ErrorInALineOfSeveralCalls_DiscardsTheLine()
    {
        ProXProgram parsed = ProXProgram.Parse("remove_lines(0, 0); foo()\nremove_lines(2, 2)");
        Assert.Equal([new ProXRemoveLines(2, 2)], parsed.Calls);
        Assert.Equal("line 1, column 26: UnknownFunction", Assert.Single(parsed.Errors).ToString());
    }

    [Fact]
    public void Parse_BeyondALimit_HasNoCalls()
    {
        ProXProgram parsed = ProXProgram.Parse(string.Concat(Enumerable.Repeat("untouch_doc()\n", 129)));
        Assert.Equal((0, ProXErrorCode.TooManyCalls), (parsed.Calls.Count, Assert.Single(parsed.Errors).Code));
        Assert.Equal(128, ProXProgram.Parse(string.Concat(Enumerable.Repeat("untouch_doc()\n", 128))).Calls.Count);
        Assert.Equal(ProXErrorCode.TooManyCalls, Assert.Single(ProXProgram.Parse(string.Concat(Enumerable.Repeat("x\n", 129))).Errors).Code);
        parsed = ProXProgram.Parse("untouch_doc()" + new string('é', 8_192)); // 13 bytes more than 16 KiB
        Assert.Equal((0, ProXErrorCode.ProgramTooLong), (parsed.Calls.Count, Assert.Single(parsed.Errors).Code));
    }

    [Fact]
    public void Escape_ControlCharacters_AreShown() =>
        Assert.Equal("a\\u001b[2J\\u202e\\u000a\\ud83d😀\"\\", ProXProgram.Escape("a\u001b[2J\u202e\n\ud83d😀\"\\"));

    [Fact]
    public void Join_Programs_AreJoinedByLineFeeds() => Assert.Equal("a\n\nb", ProXProgram.Join(["a", "", "b"]));
}
