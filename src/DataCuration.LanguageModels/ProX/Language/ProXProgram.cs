using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>A chunk program, read by the strict grammar: a closed list of calls. Programs are data; nothing in them is ever evaluated.</summary>
/// <remarks>
/// <para>One or more calls in a line, separated by semicolons. Blank lines, comments (<c>#</c>) and code fences are skipped. Arguments are positional or
/// named, strings have double or single quotes, and numbers have one to nine ASCII digits. All published spellings are read: <c>remove_lines(0, 3)</c>,
/// <c>remove_lines(line_start=0, line_end=3)</c>, <c>remove_lines(start=0, end=3)</c>, <c>remove_lines(all=True)</c>, <c>normalize("…")</c>,
/// <c>normalize(source_str="…", target_str="…")</c>, <c>untouch_doc()</c>, <c>keep_chunk()</c> and <c>skip_chunk()</c>.</para>
/// <para>A line that does not match is one error, and none of its calls count. A last call without its end, as a token limit leaves it, is discarded and no
/// error.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration.LanguageModels;
///
/// ProXProgram program = ProXProgram.Parse("remove_lines(0, 3)\nnormalize('Read more')\nremove_lines(start=9, end=1");
/// Console.WriteLine(program); // the two complete calls, in the released models' spelling
/// </code>
/// </example>
public sealed class ProXProgram
{
    private ProXProgram(List<ProgramEntry> entries, bool isCutOff)
    {
        Entries = entries;
        IsCutOff = isCutOff;
        Calls = [.. entries.Where(entry => entry.Call is not null).Select(entry => entry.Call!)];
        Errors = [.. entries.Where(entry => entry.Error != ProXErrorCode.None).Select(entry => new ProXProgramError(entry.Line, entry.Column, entry.Error))];
    }

    /// <summary>The calls, in the program's order.</summary>
    public IReadOnlyList<ProXCall> Calls { get; }

    /// <summary>The errors, in the program's order.</summary>
    public IReadOnlyList<ProXProgramError> Errors { get; }

    /// <summary>True if the program ends inside a call. That call is discarded.</summary>
    public bool IsCutOff { get; }

    internal IReadOnlyList<ProgramEntry> Entries { get; }

    /// <summary>Reads a program. No text makes this method throw, and the time is linear in its length.</summary>
    /// <param name="program">The program, as a model wrote it.</param>
    /// <param name="limits">The limits for the length and the number of calls; null for the defaults. The other limits count when the program runs.</param>
    /// <returns>The program. A program beyond a limit has no calls and one error.</returns>
    public static ProXProgram Parse(ReadOnlySpan<char> program, ProXLimits? limits = null)
    {
        limits ??= ProXLimits.Default;
        List<ProgramEntry> entries = [];
        if (program.Length > limits.MaxProgramBytes || Encoding.UTF8.GetByteCount(program) > limits.MaxProgramBytes)
        {
            entries.Add(new ProgramEntry(1, 1, null, ProXErrorCode.ProgramTooLong));
            return new ProXProgram(entries, isCutOff: false);
        }
        var parser = new StrictParser(program, limits.MaxCalls, entries);
        return new ProXProgram(entries, parser.Parse());
    }

    /// <summary>Joins the programs of a document's chunks as the reference does: with line feeds.</summary>
    /// <param name="programs">The programs, in the order of the chunks. The reference removes U+0020 at both ends of each answer first.</param>
    public static string Join(IEnumerable<string> programs) => string.Join('\n', programs);

    /// <summary>Makes a program's text safe for logs and terminals: control characters, bidirectional marks and lone surrogates become escapes.</summary>
    /// <param name="program">Any text.</param>
    public static string Escape(ReadOnlySpan<char> program)
    {
        var text = new StringBuilder(program.Length);
        ProXPrinter.AppendEscaped(text, program, quoted: false);
        return text.ToString();
    }

    /// <summary>Formats the calls in the canonical spelling, one in a line. Reading the result gives the same calls.</summary>
    public override string ToString() => string.Join('\n', Calls);
}
