namespace DataCuration.LanguageModels;

/// <summary>Reads the programs of ProX's document stage.</summary>
public static class ProXDocumentProgram
{
    /// <summary>Reads a program.</summary>
    /// <param name="program">The program, as a model wrote it.</param>
    /// <param name="mode">
    /// Strict: the text is one call, <c>drop_doc()</c> or <c>keep_doc()</c>, with blanks and line breaks around its parts; everything else is
    /// <see cref="ProXDocumentDecision.Unknown"/>. Compat: a text that contains <c>drop</c> is a drop, and any other is a keep, as in the reference.
    /// </param>
    /// <param name="acceptBareWords">
    /// In strict mode: true to accept <c>drop</c> and <c>keep</c> without brackets, which some models write. Default: false, as a call is the published form.
    /// </param>
    public static ProXDocumentDecision Parse(ReadOnlySpan<char> program, ProXMode mode = ProXMode.Strict, bool acceptBareWords = false)
    {
        if (mode == ProXMode.Compat) return program.Contains("drop", StringComparison.Ordinal) ? ProXDocumentDecision.Drop : ProXDocumentDecision.Keep;
        const string Blanks = " \t\r\n";
        program = program.Trim(Blanks);
        if (acceptBareWords && program is "drop") return ProXDocumentDecision.Drop;
        if (acceptBareWords && program is "keep") return ProXDocumentDecision.Keep;
        int open = program.IndexOf('(');
        if (open < 0 || !program.EndsWith(')') || !program[(open + 1)..^1].Trim(Blanks).IsEmpty) return ProXDocumentDecision.Unknown;
        return program[..open].TrimEnd(Blanks) switch
        {
            "drop_doc" => ProXDocumentDecision.Drop,
            "keep_doc" => ProXDocumentDecision.Keep,
            _ => ProXDocumentDecision.Unknown,
        };
    }
}
