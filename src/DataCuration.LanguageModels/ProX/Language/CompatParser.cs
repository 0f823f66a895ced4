namespace DataCuration.LanguageModels;

/// <summary>
/// Reads programs as the reference does (GAIR-NLP/ProX at b3fcbb2, utils/chunk_utils.py): by slicing lines, without a grammar. What looks like an error here
/// is the reference's behaviour.
/// </summary>
internal static class CompatParser
{
    private const string RemoveLines = "remove_lines";
    private const string Normalize = "normalize";

    /// <summary>Reads a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="maxCalls">The limit for the number of calls and errors.</param>
    /// <returns>The calls and errors; null if there are more than the limit.</returns>
    public static List<ProgramEntry>? Parse(ReadOnlySpan<char> program, int maxCalls)
    {
        List<ProgramEntry> entries = [];
        program = program.Trim(' ');
        for (int number = 1; !program.IsEmpty; number++)
        {
            int feed = program.IndexOf('\n');
            ReadOnlySpan<char> line = feed < 0 ? program : program[..feed];
            program = feed < 0 ? [] : program[(feed + 1)..];
            if (line.StartsWith(RemoveLines)) ReadRemoval(line, number, entries);
            else if (line.StartsWith(Normalize)) ReadReplacement(line, number, entries);
            if (entries.Count > maxCalls) return null;
        }
        return entries;
    }

    private static void ReadRemoval(ReadOnlySpan<char> line, int number, List<ProgramEntry> entries)
    {
        if (line.Contains("all=True", StringComparison.Ordinal))
        {
            entries.Add(new ProgramEntry(number, 1, new ProXRemoveAll(), ProXErrorCode.None));
            return;
        }
        if (!FindArguments(line, number, entries, out ReadOnlySpan<char> arguments)) return;
        int comma = arguments.IndexOf(',');
        ProXCall? call = comma >= 0 && ReadValue(arguments[..comma], out ReadOnlySpan<char> first) && PythonInteger.TryParse(first, out long start)
            && ReadValue(UpToComma(arguments[(comma + 1)..]), out ReadOnlySpan<char> second) && PythonInteger.TryParse(second, out long end)
            ? new ProXRemoveLines(start, end) : null;
        entries.Add(new ProgramEntry(number, 1, call, call is null ? ProXErrorCode.BadNumber : ProXErrorCode.None));
    }

    private static void ReadReplacement(ReadOnlySpan<char> line, int number, List<ProgramEntry> entries)
    {
        if (!FindArguments(line, number, entries, out ReadOnlySpan<char> arguments)) return;
        int commas = arguments.Count(',');
        if (commas > 1) return; // three pieces: ignored without an error
        int comma = commas == 0 ? arguments.Length : arguments.IndexOf(',');
        ReadOnlySpan<char> target = [];
        bool isGood = ReadValue(arguments[..comma], out ReadOnlySpan<char> source) && (commas == 0 || ReadValue(arguments[(comma + 1)..], out target));
        ProXCall? call = isGood ? new ProXNormalize(source.Trim('"').ToString(), target.Trim('"').ToString()) : null;
        // With two arguments, a source of one blank does nothing. With one argument, it deletes every blank.
        bool isIgnored = call is ProXNormalize { Source: "" } || (commas == 1 && call is ProXNormalize { Source: " " });
        entries.Add(new ProgramEntry(number, 1, call, isGood ? ProXErrorCode.None : ProXErrorCode.WrongArguments, isIgnored));
    }

    /// <summary>Finds the text between the first brackets. Without a closing one, it is the rest of the line less one code point, and an error.</summary>
    private static bool FindArguments(ReadOnlySpan<char> line, int number, List<ProgramEntry> entries, out ReadOnlySpan<char> arguments)
    {
        arguments = [];
        int open = line.IndexOf('(');
        if (open < 0)
        {
            entries.Add(new ProgramEntry(number, 1, null, ProXErrorCode.NoOpeningBracket));
            return false;
        }
        int close = line.IndexOf(')');
        if (close < 0)
        {
            entries.Add(new ProgramEntry(number, line.Length, null, ProXErrorCode.NoClosingBracket));
            close = line.Length - (line.Length > 1 && char.IsSurrogatePair(line[^2], line[^1]) ? 2 : 1);
        }
        if (close > open) arguments = line[(open + 1)..close];
        return true;
    }

    private static ReadOnlySpan<char> UpToComma(ReadOnlySpan<char> text) => text.IndexOf(',') is >= 0 and int comma ? text[..comma] : text;

    /// <summary>Returns the text between the first and the second equals sign.</summary>
    private static bool ReadValue(ReadOnlySpan<char> piece, out ReadOnlySpan<char> value)
    {
        int equals = piece.IndexOf('=');
        value = equals < 0 ? [] : piece[(equals + 1)..];
        if (value.IndexOf('=') is >= 0 and int next) value = value[..next];
        return equals >= 0;
    }
}
